import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { LIMITS } from '@biometrics/chat-protocol'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { ABUSE_LIMITS, parseAbuseLimits, writeLimit } from '../limits/abuse-limits.ts'
import { startTestServer } from '../testing/start-test-server.ts'
import { upload } from '../testing/upload.ts'

async function start(limits: string) {
  const server = await startTestServer({ abuse: parseAbuseLimits(`this-machine ${limits}`) ?? null })
  onTestFinished(server.stop)
  const ada = await server.admin()
  const say = () => ({ clientId: crypto.randomUUID(), type: 'text', content: { text: 'Hello' } }) as const
  return { server, ada, say }
}
const LATER = { code: 'rate_limited', retryable: true, retryAfterMs: expect.any(Number) }

test('[SC9] a visitor who floods is refused with a time, and is nobody’s trouble', async () => {
  const { server, say } = await start('messagesOfVisitor=5/m')
  const [vera, victor] = [await server.visitor(), await server.visitor()]
  const begin = async (who: typeof vera) =>
    (await who.does('conversation:start', { clientId: 'c' })).conversation.id
  const [veras, victors] = [await begin(vera), await begin(victor)]
  for (let time = 0; time < 5; time++) await vera.does('message:send', { conversationId: veras, ...say() })
  expect(await vera.isRefused('message:send', { conversationId: veras, ...say() })).toMatchObject(LATER)
  // Neither another tab nor another connection helps.
  const tab = await server.connect('/visitor', vera.token)
  const { ok, error } = await tab
    .timeout(5_000)
    .emitWithAck('message:send', { conversationId: veras, ...say() })
  expect({ ok, code: error.code }).toEqual({ ok: false, code: 'rate_limited' })
  await victor.does('message:send', { conversationId: victors, ...say() })
})

test('[SC9] programs of this machine may do as they like, until a proxy on it speaks for somebody', async () => {
  const server = await startTestServer({ abuse: parseAbuseLimits('sessionsFromNetwork=1/h') ?? null })
  onTestFinished(server.stop)
  const open = async (headers?: HeadersInit) => {
    const body = JSON.stringify({ appId: 'biometrics-web' })
    const request = {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
    }
    return (await fetch(`${server.url}/api/v1/visitor/sessions`, request)).status
  }
  expect([await open(), await open()]).toEqual([201, 201])
  const proxied = { 'x-forwarded-for': '203.0.113.7' }
  expect([await open(proxied), await open(proxied)]).toEqual([201, 429])
})

test('[SC9] whoever goes on asking after many refusals is disconnected', async () => {
  const { server } = await start('commandsOfConnection=5/m')
  const vera = await server.visitor()
  const gone = new Promise((resolve) => vera.socket.once('disconnect', resolve))
  for (let time = 0; time < 100; time++) vera.socket.emit('ping', {}, () => {})
  await gone
  // Coming again is another matter, until the handshakes are used up.
  await server.connect('/visitor', vera.token)
})

test('[SC9] conversations are limited by visitor, by network and by app', async () => {
  const { server } = await start('conversationsOfVisitor=2/h conversationsFromNetwork=3/h')
  const vera = await server.visitor()
  for (const clientId of ['a', 'b']) await vera.does('conversation:start', { clientId })
  expect(await vera.isRefused('conversation:start', { clientId: 'c' })).toMatchObject(LATER)
  const victor = await server.visitor()
  // The one that was refused has counted for the visitor alone.
  await victor.does('conversation:start', { clientId: 'a' })
  expect(await victor.isRefused('conversation:start', { clientId: 'b' })).toMatchObject(LATER)
  const other = await start('conversationsOfApp=1/h')
  await (await other.server.visitor()).does('conversation:start', { clientId: 'a' })
  const late = await other.server.visitor()
  expect(await late.isRefused('conversation:start', { clientId: 'a' })).toMatchObject(LATER)
})

test('[SC9] sockets of one network are limited, at once and in time; a proxy’s word counts only where it is named', async () => {
  const { server, ada } = await start('connectionsFromNetwork=3')
  const sockets = [await server.connect('/agent', ada.token), await server.connect('/agent', ada.token)]
  await expect(server.connect('/agent', ada.token)).rejects.toMatchObject({ data: LATER })
  sockets[0]?.close()
  await expect
    .poll(() =>
      server.connect('/agent', ada.token).then(
        () => 'in',
        () => 'refused',
      ),
    )
    .toBe('in')
  const busy = await start('handshakesFromNetwork=3/m')
  for (let time = 0; time < 2; time++) await busy.server.connect('/agent', busy.ada.token)
  await expect(busy.server.connect('/agent', busy.ada.token)).rejects.toMatchObject({ data: LATER })
})

test('[SC9] one visitor and one agent have so many sockets at once, and others have theirs', async () => {
  const { server, ada } = await start('connectionsOfVisitor=2 connectionsOfAgent=2')
  const [vera, victor] = [await server.visitor(), await server.visitor()]
  const second = await server.connect('/visitor', vera.token)
  await expect(server.connect('/visitor', vera.token)).rejects.toMatchObject({ data: LATER })
  await server.connect('/visitor', victor.token)
  await server.connect('/agent', ada.token)
  await expect(server.connect('/agent', ada.token)).rejects.toMatchObject({ data: LATER })
  second.close()
  const enter = () =>
    server.connect('/visitor', vera.token).then(
      () => 'in',
      () => 'refused',
    )
  await expect.poll(enter).toBe('in')
})

test('[SC9] notices of typing beyond a rate are dropped without a word', async () => {
  const { server, ada } = await start('typingOfConnection=2/h')
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const conversationId = conversation.id
  await ada.does('conversation:sync', { conversationId, afterSeq: 0 })
  for (let time = 0; time < 20; time++)
    await vera.does('typing:set', { conversationId, typing: time % 2 === 0 })
  // What is told after them has overtaken none.
  await vera.does('message:send', { conversationId, clientId: 'm', type: 'text', content: { text: 'Done' } })
  await ada.hears('message', ({ clientId }) => clientId === 'm')
  expect(ada.heardOf('typing').map(({ typing }) => typing)).toEqual([true, false])
})

test('[SC9] sessions, uploads, messages, searches and exports over REST are limited, each for whoever asks', async () => {
  const { server, ada } = await start(
    'sessionsFromNetwork=2/m uploadsOfVisitor=2/h messagesOverRest=2/m searches=2/m exports=2/m',
  )
  const ana = await server.agent(ada)
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const statuses = async (times: number, ask: () => Promise<{ status: number }>) => {
    const found = []
    for (let time = 0; time < times; time++) found.push((await ask()).status)
    return found
  }
  const rest = (method: string, path: string, body?: unknown, token = ada.token) =>
    server.rest(method, `/api/v1${path}`, body, token)
  expect(await statuses(2, () => rest('POST', '/visitor/sessions', { appId: 'biometrics-web' }))).toEqual([
    201, 429,
  ])
  const text = { type: 'text', content: { text: 'Hello' } }
  const messages = `/conversations/${conversation.id}/messages`
  expect(await statuses(3, () => rest('POST', messages, text, vera.token))).toEqual([201, 201, 429])
  expect(await statuses(3, () => rest('GET', '/conversations?q=x'))).toEqual([200, 200, 429])
  expect(await statuses(3, () => rest('GET', '/conversations'))).toEqual([200, 200, 200])
  expect(await statuses(3, () => rest('GET', '/audit.csv'))).toEqual([200, 200, 429])
  expect((await rest('GET', '/conversations?q=x', undefined, ana.token)).status).toBe(200)
  // One look for words asks for messages and for people.
  for (const kind of ['messages', 'visitors'])
    expect(await statuses(3, () => rest('GET', `/search/${kind}?q=x`)), kind).toEqual([200, 200, 429])
  const file = new TextEncoder().encode('words')
  for (let time = 0; time < 2; time++) await upload(server.url, vera.token, 'a.txt', file)
  await expect(upload(server.url, vera.token, 'a.txt', file)).rejects.toMatchObject({ code: 'rate_limited' })
  const late = await rest('GET', '/audit.csv')
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('[SC9] a socket that does not say who it is ends within seconds, and one that says too much at once', async () => {
  const { server, ada } = await start('')
  const open = async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
    await new Promise((resolve) => socket.once('open', resolve))
    return { socket, closed: new Promise<number>((resolve) => socket.once('close', resolve)) }
  }
  const began = performance.now()
  await (await open()).closed
  const silent = performance.now() - began
  expect(silent).toBeGreaterThan(4_000)
  const loud = await open()
  loud.socket.send(`40/agent,${JSON.stringify({ token: 'x'.repeat(LIMITS.frameBytes) })}`)
  expect(await loud.closed).toBe(1009)
  expect(ada.socket.connected).toBe(true)
  // And a connection that says nothing at all is a connection only.
  const raw = connect(Number(new URL(server.url).port), '127.0.0.1')
  onTestFinished(() => void raw.destroy())
})

test('[SC9] the setting sets some otherwise, and names what it does not know', () => {
  const limits = parseAbuseLimits(
    'conversationsFromNetwork=500/h, connectionsFromNetwork=1000\nuploadsOfVisitor=5/30m',
  )
  expect(limits).toMatchObject({
    conversationsFromNetwork: { most: 500, withinMs: 3_600_000 },
    connectionsFromNetwork: { most: 1_000 },
    uploadsOfVisitor: { most: 5, withinMs: 1_800_000 },
    searches: ABUSE_LIMITS.searches,
  })
  expect(parseAbuseLimits('off')).toBeNull()
  for (const wrong of [
    'x=1/m',
    'uploadsOfAgent',
    'uploadsOfAgent=5',
    'uploadsOfAgent=0/h',
    'uploadsOfAgent=5/0h',
    'connectionsFromNetwork=5/m',
    'toString=1/m',
  ])
    expect(parseAbuseLimits(wrong), wrong).toBeUndefined()
})

test('[SC9] the table of docs/operations.md is this one', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/operations.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `(\w+)` \| `([\w/]+)` \|/gm)].map(
    ([, name, limit]) => `${name} ${limit}`,
  )
  expect(rows).toEqual(Object.entries(ABUSE_LIMITS).map(([name, limit]) => `${name} ${writeLimit(limit)}`))
})

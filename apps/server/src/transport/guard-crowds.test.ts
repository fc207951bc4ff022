import { createHmac } from 'node:crypto'
import { readdirSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { parseAbuseLimits } from '../limits/abuse-limits.ts'
import type { ServerOptions } from '../server.ts'
import { ADA, startTestServer } from '../testing/start-test-server.ts'
import { upload } from '../testing/upload.ts'
import { guardRoutes } from './guard-routes.ts'

async function start(limits: string, options: Pick<ServerOptions, 'replace'> = {}) {
  const server = await startTestServer({
    abuse: parseAbuseLimits(`this-machine ${limits}`) ?? null,
    ...options,
  })
  onTestFinished(server.stop)
  return { server, ada: await server.admin() }
}
const LATER = { code: 'rate_limited', retryable: true, retryAfterMs: expect.any(Number) }
const LOGIN = { email: ADA.email, password: ADA.password }
const HELLO = { type: 'text', content: { text: 'Hello' } } as const

test('[SC9] a crowd of handshakes is turned away with 503 and a time of its own, over both transports', async () => {
  // The admin who is made at the start has one.
  const { server } = await start('handshakesOfNode=2/h')
  const base = `${server.url}/socket.io/?EIO=4&transport=`
  expect((await fetch(`${base}polling`)).status).toBe(200)
  const refused = await fetch(`${base}polling`)
  expect(refused.status).toBe(503)
  expect(await refused.json()).toMatchObject({ code: 'busy', status: 503 })
  const waits = new Set<string | null>()
  for (let time = 0; time < 30; time++) waits.add((await fetch(`${base}polling`)).headers.get('retry-after'))
  // Whoever is turned away together does not come back together.
  expect(waits.size).toBeGreaterThan(2)
  for (const wait of waits) expect(Number(wait)).toBeGreaterThanOrEqual(1)
  const socket = new WebSocket(`${base.replace('http', 'ws')}websocket`)
  const answer = await new Promise<IncomingMessage>((resolve) =>
    socket.once('unexpected-response', (_, response) => resolve(response)),
  )
  expect(answer.statusCode).toBe(503)
  expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1)
  // Nobody else is turned away: a connection that is open goes on.
  expect((await server.rest('GET', '/healthz')).status).toBe(200)
})

test('[SC9] a node has so many connections at once, whatever they are for', async () => {
  // Those of the admin, whose socket stays and whose requests are kept for the next one.
  const { server, ada } = await start('connectionsOfNode=20')
  const open = () =>
    new Promise<'in' | 'closed'>((resolve) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
      onTestFinished(() => void socket.destroy())
      // Who is let in is told that this is no HTTP.
      socket.write('?\r\n\r\n')
      socket.once('data', () => resolve('in')).once('close', () => resolve('closed'))
      socket.on('error', () => resolve('closed'))
    })
  const quiet = () =>
    new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1', resolve)
      socket.on('error', () => {})
      onTestFinished(() => void socket.destroy())
    })
  expect(await open()).toBe('in')
  for (let count = 0; count < 20; count++) await quiet()
  expect(await open()).toBe('closed')
  await ada.does('inbox:watch', { watch: true })
})

test('[SC9] read marks that come faster than one a second are gathered, and the last is kept though its connection is gone', async () => {
  const { server, ada } = await start('messageBurstOfVisitor=100/m')
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const conversationId = conversation.id
  for (let seq = 1; seq <= 6; seq++)
    await ada.does('message:send', { conversationId, clientId: `m${seq}`, ...HELLO })
  const readOf = async () =>
    (await server.rest('GET', `/api/v1/conversations/${conversationId}`, undefined, ada.token)).body.readSeq
  const acknowledged = [1, 2, 3].map((seq) => vera.does('message:read', { conversationId, seq }))
  await Promise.all(acknowledged)
  const before = Number(await readOf())
  for (const seq of [4, 5, 6]) vera.socket.emit('message:read', { conversationId, seq })
  // Its own word comes after them, so all of them have been heard.
  await vera.does('ping', {})
  vera.socket.close()
  await expect.poll(readOf, { timeout: 20_000 }).toBeGreaterThanOrEqual(before + 3)
  expect(ada.heardOf('read').filter(({ readerType }) => readerType === 'user').length).toBeLessThan(5)
})

test('[SC9] a connection opens so many conversations in a minute; reading on is no opening', async () => {
  const { server, ada } = await start('joinsOfVisitor=1/m joinsOfAgent=2/m')
  const vera = await server.visitor()
  const [first = '', second = ''] = await Promise.all(
    ['a', 'b'].map(async (clientId) => (await vera.does('conversation:start', { clientId })).conversation.id),
  )
  const open = (conversationId: string) => ({ conversationId, afterSeq: 0 })
  for (let time = 0; time < 3; time++) await vera.does('conversation:sync', open(first))
  expect(await vera.isRefused('conversation:sync', open(second))).toMatchObject(LATER)
  await vera.does('conversation:sync', open(first))
  // Agents go from one to the next, with a limit of their own.
  for (const id of [first, second, first]) await ada.does('conversation:sync', open(id))
  await ada.does('conversation:leave', { conversationId: first })
  expect(await ada.isRefused('conversation:sync', open(first))).toMatchObject(LATER)
})

test('[SC9] whoever keeps the server sees which limits are reached', async () => {
  const { server, ada } = await start('searches=1/m connectionsOfVisitor=1 typingOfConnection=1/m')
  for (let time = 0; time < 3; time++)
    await server.rest('GET', '/api/v1/search/messages?q=x', undefined, ada.token)
  const vera = await server.visitor()
  await expect(server.connect('/visitor', vera.token)).rejects.toMatchObject({ data: LATER })
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  for (const typing of [true, false])
    await vera.does('typing:set', { conversationId: conversation.id, typing })
  const { body } = await server.rest('GET', '/metrics')
  const counted = [...body.matchAll(/^chat_limited_total\{limit="(\w+)"\} (\d+)$/gm)].map(
    ([, limit, count]) => `${limit} ${count}`,
  )
  expect(counted.toSorted()).toEqual(['connectionsOfVisitor 1', 'searches 2', 'typingOfConnection 1'])
})

test('[SC9] what is no command counts twice', async () => {
  const { server } = await start('commandsOfConnection=5/m')
  const vera = await server.visitor()
  for (let time = 0; time < 2; time++)
    expect(await vera.isRefused('no:such', {})).toMatchObject({ code: 'unknown_command' })
  await vera.does('ping', {})
  expect(await vera.isRefused('ping', {})).toMatchObject(LATER)
})

test('[SC9] a visitor says no more over REST than over a socket', async () => {
  const { server } = await start('messageBurstOfVisitor=2/m')
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const say = async () =>
    (await server.rest('POST', `/api/v1/conversations/${conversation.id}/messages`, HELLO, vera.token)).status
  expect([await say(), await say(), await say()]).toEqual([201, 201, 429])
})

test('[SC9] an agent’s messages over a socket are limited, wherever they are signed in', async () => {
  const { server, ada } = await start('messagesOfAgent=2/m')
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const say = (clientId: string) => ({ conversationId: conversation.id, clientId, ...HELLO })
  await ada.does('message:send', say('1'))
  const again = await server.rest('POST', '/api/v1/auth/login', LOGIN)
  const other = await server.enterAsAgent({ token: again.body.token, id: ada.id })
  await other.does('message:send', say('2'))
  expect(await ada.isRefused('message:send', say('3'))).toMatchObject(LATER)
  await vera.does('message:send', say('4'))
})

test.each(['uploadsAtOnce=1', 'uploadsAtOnceFromNetwork=1'])(
  '[SC9] %s: so many uploads are read at once, and the next is told when to come again',
  async (limits) => {
    const { server } = await start(limits)
    const [vera, victor] = [await server.visitor(), await server.visitor()]
    const send = () => upload(server.url, victor.token, 'a.txt', new TextEncoder().encode('words'))
    const slow = connect(Number(new URL(server.url).port), '127.0.0.1')
    onTestFinished(() => void slow.destroy())
    const head = [
      'POST /api/v1/uploads HTTP/1.1',
      'host: localhost',
      `authorization: Bearer ${vera.token}`,
      'content-type: multipart/form-data; boundary=x',
      'content-length: 100000',
    ]
    const part = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nbeginning'
    slow.write(`${head.join('\r\n')}\r\n\r\n${part}`)
    await expect.poll(() => readdirSync(join(server.dataDir, 'uploads/incoming')).length).toBe(1)
    await expect(send()).rejects.toMatchObject({ code: 'rate_limited', status: 429 })
    slow.destroy()
    await expect.poll(() => send().then(({ name }) => name, String)).toBe('a.txt')
  },
)

test('[SC9] an account makes one export at a time, wherever it is signed in; others make theirs', async () => {
  const { server, ada } = await start('')
  const again = (await server.rest('POST', '/api/v1/auth/login', LOGIN)).body.token
  const zoe = await server.agent(ada, { name: 'Zoe', email: 'zoe@example.com' })
  // The same guard before a route that ends when it is told to.
  const gates: (() => void)[] = []
  const slow = Fastify()
  onTestFinished(() => slow.close())
  guardRoutes(slow, server.services)
  slow.get('/api/v1/audit.csv', () => new Promise((resolve) => gates.push(() => resolve('done'))))
  const url = `${await slow.listen({ port: 0, host: '127.0.0.1' })}/api/v1/audit.csv`
  const ask = async (token: string) =>
    (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status
  const first = ask(ada.token)
  await expect.poll(() => gates.length).toBe(1)
  expect(await ask(ada.token)).toBe(500)
  expect(await ask(again)).toBe(500)
  const other = ask(zoe.token)
  await expect.poll(() => gates.length).toBe(2)
  for (const open of gates) open()
  expect([await first, await other]).toEqual([200, 200])
  const next = ask(again)
  await expect.poll(() => gates.length).toBe(3)
  gates.at(-1)?.()
  expect(await next).toBe(200)
})

test('[SC9] of those who come back so many read at once, and the others in their order', async () => {
  let reading = 0
  let most = 0
  const gate = Promise.withResolvers<void>()
  const { server, ada } = await start('readsAtOnce=2', {
    replace: ({ services, ...parts }) => {
      const { limiter } = services
      // What an admin reads of a verified person asks here on its way.
      const take: typeof limiter.take = async (limit, ...more) => {
        if (limit.name !== services.limits.readingsNoted.name) return limiter.take(limit, ...more)
        reading += 1
        most = Math.max(most, reading)
        await gate.promise
        reading -= 1
        return 1
      }
      return { services: { ...services, limiter: { ...limiter, take } }, ...parts }
    },
  })
  await server.routeByHand(ada)
  const apps = await server.rest('GET', '/api/v1/apps', undefined, ada.token)
  const hash = createHmac('sha256', apps.body.items[0].identitySecret).update('customer-7').digest('hex')
  const vera = await server.visitor({ identity: { id: 'customer-7', hash } })
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const reads = Array.from({ length: 5 }, () =>
    ada.does('conversation:sync', { conversationId: conversation.id, afterSeq: 0 }),
  )
  await expect.poll(() => reading).toBe(2)
  // What is no reading does not wait for it.
  await vera.does('message:send', { conversationId: conversation.id, clientId: 'm', ...HELLO })
  gate.resolve()
  for (const { conversation: read } of await Promise.all(reads)) expect(read.id).toBe(conversation.id)
  expect(most).toBe(2)
})

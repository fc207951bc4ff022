import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type BotTurn, botTurn } from '@biometrics/chat-protocol'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createManualClock } from '../../testing/manual-clock.ts'
import { startTestServer } from '../../testing/start-test-server.ts'

const EXAMPLE = path.join(import.meta.dirname, '../../../../../examples/bot/bot.mjs')

type Turn = NonNullable<BotTurn['data']>
/** What the bot of a test answers; null: nothing at all. */
type Reply = { status?: number; body?: unknown; text?: string } | null

/** A bot of somebody else's on this machine. */
async function startBot(answer: (turn: Turn) => Reply | Promise<Reply>) {
  const asked: { headers: Record<string, unknown>; text: string; turn: BotTurn }[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const turn: BotTurn = JSON.parse(text)
    asked.push({ headers: request.headers, text, turn })
    const reply = turn.data === null ? { status: 204 } : await answer(turn.data)
    if (reply === null) return
    response.writeHead(reply.status ?? 200)
    response.end(reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/bot`, asked }
}

const until = (fits: () => boolean) => vi.waitUntil(fits, { timeout: 20_000, interval: 30 })

const say = (text: string) => ({ replies: [{ type: 'text', content: { text } }] })

async function start(url: string, change: object = {}, from?: Date) {
  const clock = createManualClock(from)
  const server = await startTestServer({ clock, outboundAllow: ['127.0.0.1'] })
  onTestFinished(server.stop)
  const ada = await server.admin()
  await ada.does('agent:status', { status: 'away' })
  const rest = (method: string, address: string, body?: unknown, token = ada.token) =>
    server.rest(method, `/api/v1${address}`, body, token)
  const appUuid: string = (await rest('GET', '/apps')).body.items[0].id
  const set = await rest('PUT', `/apps/${appUuid}/bot/webhook`, { url })
  expect(set).toMatchObject({ status: 200, body: { url } })
  const bot = await rest('PATCH', `/apps/${appUuid}/bot`, { kind: 'webhook', name: 'Robo', ...change })
  expect(bot.body).toMatchObject({ kind: 'webhook', webhook: { url } })
  const vera = await server.visitor({ visitor: { name: 'Vera' }, language: 'de' })
  const begin = async () => (await vera.does('conversation:start', { clientId: 'c' })).conversation.id
  let count = 0
  const write = (conversationId: string, text: string, value?: string) => {
    count += 1
    const content = { text, ...(value !== undefined && { value }) }
    return vera.does('message:send', { conversationId, clientId: `m${count}`, type: 'text', content })
  }
  const hears = (text: string) =>
    vera.hears(
      'message',
      ({ senderType, content }) => senderType === 'bot' && 'text' in content && content.text === text,
    )
  const reasons = async () => (await rest('GET', `/apps/${appUuid}/bot/report`)).body.reasons
  const key = async (scopes: string[]) =>
    (await rest('POST', '/api-keys', { name: 'Bot', scopes })).body.token as string
  const said = async () => {
    const rows = await server.services.database.query
      .selectFrom('messages')
      .select('content')
      .where('sender_type', '=', 'bot')
      .where('visibility', '=', 'all')
      .orderBy('seq')
      .execute()
    return rows.map(({ content }) => (content as { text: string }).text)
  }
  return {
    server,
    clock,
    ada,
    rest,
    appUuid,
    secret: set.body.secret as string,
    vera,
    begin,
    write,
    hears,
    reasons,
    key,
    said,
  }
}

const goesToPeople = (vera: Awaited<ReturnType<typeof start>>['vera']) =>
  vera.hears('conversation', ({ status }) => status === 'queued')

test('[BT5] a bot of your own is asked over a signed webhook, and what it answers is said and done', async () => {
  const bot = await startBot(({ message, state }) => {
    if (message === null) return { body: { ...say('Hello'), state: { step: 1 } } }
    if (message.value === 'end') return { body: { ...say('Goodbye'), actions: [{ type: 'close' }] } }
    return {
      body: {
        ...say(`You said ${message.text} in ${JSON.stringify(state)}`),
        actions: [
          { type: 'tag', tags: ['lead'] },
          { type: 'set_attribute', name: 'plan', value: 'Gold' },
        ],
      },
    }
  })
  const { ada, vera, secret, begin, write, hears } = await start(bot.url)
  const id = await begin()
  await hears('Hello')
  await write(id, 'one')
  await hears('You said one in {"step":1}')
  await write(id, 'two')
  await hears('You said two in {"step":1}')
  const { conversation } = await ada.does('conversation:sync', { conversationId: id, afterSeq: 0 })
  expect(conversation).toMatchObject({ tags: ['lead'], visitor: { attributes: { plan: 'Gold' } } })
  await write(id, 'Thanks', 'end')
  await vera.hears('conversation', ({ status }) => status === 'closed')
  expect(bot.asked.map(({ turn }) => turn.data?.message?.text ?? null)).toEqual([
    null,
    'one',
    'two',
    'Thanks',
  ])
  for (const { headers, text, turn } of bot.asked) {
    expect(botTurn.parse(turn)).toEqual(turn)
    expect(turn.data).toMatchObject({ conversation: { id }, visitor: { name: 'Vera', language: 'de' } })
    const signature = createHmac('sha256', secret)
      .update(`${headers['x-webhook-timestamp']}.${text}`)
      .digest('hex')
    expect(headers).toMatchObject({
      'x-webhook-event': 'bot.turn',
      'x-webhook-id': turn.id,
      'x-webhook-signature': `sha256=${signature}`,
    })
  }
})

test('[BT5] it may answer later, once, with the token of the turn', async () => {
  const bot = await startBot(({ message }) => (message === null ? { status: 204 } : { status: 202 }))
  const { server, vera, begin, write, hears, rest, said } = await start(bot.url)
  const id = await begin()
  await until(() => bot.asked.length === 1)
  await write(id, 'Look it up')
  await until(() => bot.asked.length === 2)
  const { url, token } = bot.asked[1]?.turn.data?.answer ?? { url: '', token: '' }
  expect(url).toBe(`${server.url}/api/v1/conversations/${id}/bot-replies`)
  const answer = (body: object, at = id) => rest('POST', `/conversations/${at}/bot-replies`, body, token)
  expect((await answer({ replies: [{ type: 'text', content: { text: 'x'.repeat(10_001) } }] })).status).toBe(
    400,
  )
  const other = (await vera.does('conversation:start', { clientId: 'other' })).conversation.id
  expect((await answer(say('Elsewhere'), other)).status).toBe(401)
  expect(await answer({ ...say('Found it'), state: { found: true } })).toMatchObject({
    status: 200,
    body: { stored: true },
  })
  await hears('Found it')
  expect((await answer(say('Again'))).status).toBe(401)
  expect(await said()).toEqual(['Found it'])
  await write(id, 'And now')
  await until(() => bot.asked.some(({ turn }) => turn.data?.message?.text === 'And now'))
  expect(bot.asked.at(-1)?.turn.data?.state).toEqual({ found: true })
})

test('[BT5] an answer that was promised and does not come within a minute leaves people', async () => {
  const bot = await startBot(({ message }) => (message === null ? { status: 204 } : { status: 202 }))
  const { vera, clock, begin, write, rest, reasons, said } = await start(bot.url)
  const id = await begin()
  await until(() => bot.asked.length === 1)
  await write(id, 'Look it up')
  await until(() => bot.asked.length === 2)
  await expect
    .poll(
      () => {
        clock.advance(2_000)
        return vera.heardOf('conversation').some(({ status }) => status === 'queued')
      },
      { timeout: 20_000, interval: 30 },
    )
    .toBe(true)
  expect(await reasons()).toEqual([{ reason: 'timeout', count: 1 }])
  const token = bot.asked[1]?.turn.data?.answer.token
  expect((await rest('POST', `/conversations/${id}/bot-replies`, say('Late'), token)).status).toBe(401)
  expect(await said()).not.toContain('Late')
})

test('[BT5] an API key of that scope lets it speak while it leads, and what is sent again is stored once', async () => {
  const bot = await startBot(() => ({ body: say('Hello') }))
  const { ada, key, begin, hears, rest, said } = await start(bot.url)
  const id = await begin()
  await hears('Hello')
  const token = await key(['bots:answer'])
  const answer = (body: object) => rest('POST', `/conversations/${id}/bot-replies`, body, token)
  const body = { ...say('Your parcel has just arrived'), clientId: 'parcel' }
  expect((await answer(body)).body).toEqual({ stored: true })
  expect((await answer(body)).body).toEqual({ stored: false })
  const gone = '0197f0d4-8f3c-7d31-b6a5-2f5d6f1f9a10'
  expect(await answer({ actions: [{ type: 'route', groupId: gone }] })).toMatchObject({
    status: 400,
    body: { code: 'invalid_payload' },
  })
  expect(await said()).toEqual(['Hello', 'Your parcel has just arrived'])
  const weak = await key(['conversations:write'])
  expect((await rest('POST', `/conversations/${id}/bot-replies`, body, weak)).status).toBe(403)
  await ada.does('conversation:take', { conversationId: id })
  expect(await answer({ ...say('Still me'), clientId: 'after' })).toMatchObject({
    status: 409,
    body: { code: 'no_bot_leads' },
  })
})

test.each([
  ['fails', { status: 500 }, 'error'],
  ['sends away', { status: 302 }, 'error'],
  ['talks nonsense', { text: '<html>' }, 'error'],
  ['says what is no message', { body: { replies: [{ type: 'text', content: { text: '' } }] } }, 'error'],
  [
    'wants a group that is not there',
    { body: { actions: [{ type: 'route', groupId: '0197f0d4-8f3c-7d31-b6a5-2f5d6f1f9a10' }] } },
    'error',
  ],
  ['wants people', { body: { actions: [{ type: 'handoff' }] } }, 'bot'],
] as const)('[BT5] a bot that %s hands over to people', async (_what, reply, reason) => {
  const bot = await startBot(() => reply)
  const { vera, begin, reasons } = await start(bot.url)
  await begin()
  await goesToPeople(vera)
  expect(await reasons()).toEqual([{ reason, count: 1 }])
})

test('[BT5] a bot that takes longer than 5 s hands over to people', async () => {
  const bot = await startBot(() => null)
  const { clock, vera, begin, reasons } = await start(bot.url)
  await begin()
  await until(() => bot.asked.length === 1)
  clock.advance(4_900)
  expect(vera.heardOf('conversation').map(({ status }) => status)).not.toContain('queued')
  clock.advance(200)
  await goesToPeople(vera)
  expect(await reasons()).toEqual([{ reason: 'timeout', count: 1 }])
})

test('[BT5] a bot that answers itself without end is stopped by its turns', async () => {
  const bot = await startBot(() => ({ body: say('Hello') }))
  const { key, begin, hears, rest, reasons, said } = await start(bot.url, { turnLimit: 5 })
  const id = await begin()
  await hears('Hello')
  const token = await key(['bots:answer'])
  const statuses: number[] = []
  for (let n = 0; n < 10; n++)
    statuses.push((await rest('POST', `/conversations/${id}/bot-replies`, say(`Echo ${n}`), token)).status)
  expect(statuses).toEqual([200, 200, 200, 200, 409, 409, 409, 409, 409, 409])
  expect((await said()).filter((text) => text.startsWith('Echo'))).toHaveLength(4)
  expect(await reasons()).toEqual([{ reason: 'turn_limit', count: 1 }])
})

test('[BT5] its address is none of a private network; a ping tells how it stands; a new secret signs beside the old', async () => {
  const bot = await startBot(() => ({ body: say('Hello') }))
  const { rest, appUuid, secret, begin, hears } = await start(bot.url)
  const refused = await rest('PUT', `/apps/${appUuid}/bot/webhook`, { url: 'http://169.254.169.254/latest' })
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'url' }] } })
  expect((await rest('POST', `/apps/${appUuid}/bot/webhook/test`)).body).toEqual({
    ok: true,
    detail: 'It answered 204.',
  })
  const rotated = (await rest('POST', `/apps/${appUuid}/bot/webhook/secret`)).body.secret as string
  await begin()
  await hears('Hello')
  const { headers = {}, text = '' } = bot.asked.at(-1) ?? {}
  const signed = (by: string) =>
    `sha256=${createHmac('sha256', by).update(`${headers['x-webhook-timestamp']}.${text}`).digest('hex')}`
  expect(headers['x-webhook-signature']).toBe(signed(rotated))
  expect(headers['x-webhook-signature-previous']).toBe(signed(secret))
  const stored = await rest('GET', `/apps/${appUuid}/bot`)
  expect(JSON.stringify(stored.body)).not.toContain('whsec_')
})

test('[BT5] the example in examples/ checks the signature, answers now and later, and hands over', async () => {
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  await new Promise((resolve) => {
    free.close(resolve)
  })
  const url = `http://127.0.0.1:${port}/`
  const { secret, vera, begin, write, hears, reasons, rest, appUuid } = await start(url, {}, new Date())
  const program = spawn(process.execPath, [EXAMPLE], {
    env: { ...process.env, BOT_SECRET: secret, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    program.kill()
    if (program.exitCode === null) await once(program, 'exit')
  })
  const [line] = await once(createInterface(program.stdout), 'line')
  expect(line).toBe(`listening on ${url}`)
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401)
  expect((await rest('POST', `/apps/${appUuid}/bot/webhook/test`)).body.ok).toBe(true)
  const id = await begin()
  await hears('Hello Vera! What can I do for you?')
  await write(id, 'Where is 4711?')
  await hears('Order 4711 is on its way and arrives tomorrow.')
  await write(id, 'What do I owe?', 'balance')
  await hears('You owe nothing.')
  await write(id, 'How is the weather?')
  await goesToPeople(vera)
  expect(await reasons()).toEqual([{ reason: 'bot', count: 1 }])
})

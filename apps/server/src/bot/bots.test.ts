import type { Flow, Message } from '@biometrics/chat-protocol'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestNodes } from '../testing/start-test-nodes.ts'
import { hasRedis, startTestRedis } from '../testing/test-redis.ts'
import { type Answer, startTestServer, type TestServer } from '../testing/start-test-server.ts'

const FLOW: Flow = {
  start: 'hello',
  steps: [
    { kind: 'say', id: 'hello', text: 'Hello {{name|there}}!', next: 'menu' },
    {
      kind: 'choose',
      id: 'menu',
      text: 'What is it about?',
      options: [
        { title: 'My address', value: 'mail', next: 'mail' },
        { title: 'Goodbye', value: 'bye', next: 'bye' },
      ],
      otherwise: null,
    },
    {
      kind: 'collect',
      id: 'mail',
      text: 'Your e-mail?',
      field: 'email',
      check: 'email',
      again: 'That is none.',
      attempts: 3,
      next: 'plan',
      failed: 'people',
    },
    { kind: 'ask', id: 'plan', text: 'Which plan?', saveAs: 'plan', next: 'label' },
    { kind: 'tag', id: 'label', tags: ['lead'], next: 'people' },
    { kind: 'hand_over', id: 'people', text: 'One moment.' },
    { kind: 'close', id: 'bye', text: 'Goodbye!', resolved: true },
  ],
}

let server: TestServer
let admin: Awaited<ReturnType<TestServer['admin']>>
let appUuid: string

async function asAdmin(method: string, path: string, body?: unknown): Promise<Answer> {
  return server.rest(method, `/api/v1${path}`, body, admin.token)
}

beforeEach(async () => {
  server = await startTestServer()
  onTestFinished(server.stop)
  await signIn()
})

/** Nobody is there to take what the bot leaves. */
async function signIn() {
  admin = await server.admin()
  await admin.does('agent:status', { status: 'away' })
  appUuid = (await asAdmin('GET', '/apps')).body.items[0].id
}

async function publish(flow: Flow, change: Record<string, unknown> = {}) {
  expect((await asAdmin('PUT', `/apps/${appUuid}/bot/flow`, flow)).status).toBe(200)
  expect((await asAdmin('POST', `/apps/${appUuid}/bot/flow/publish`, {})).status).toBe(200)
  const answer = await asAdmin('PATCH', `/apps/${appUuid}/bot`, { kind: 'flow', name: 'Robo', ...change })
  expect(answer.body).toMatchObject({ kind: 'flow', name: 'Robo' })
}

type Visitor = Awaited<ReturnType<TestServer['visitor']>>

async function start(visitor: Visitor, text?: string) {
  const message =
    text === undefined ? {} : { message: { clientId: 'm0', type: 'text' as const, content: { text } } }
  return (await visitor.does('conversation:start', { clientId: 'c1', ...message })).conversation
}

const until = (fits: () => Promise<boolean>) => vi.waitUntil(fits, { timeout: 20_000, interval: 50 })

let count = 0
function say(visitor: Visitor, conversationId: string, text: string, value = text) {
  count += 1
  const content = { text, value }
  return visitor.does('message:send', { conversationId, clientId: `m${count}`, type: 'text', content })
}

const words = (message: Message) =>
  message.type === 'text' || message.type === 'quick_reply' ? message.content.text : message.type
const fromBot = (visitor: Visitor) =>
  visitor.heardOf('message').flatMap((message) => (message.senderType === 'bot' ? [words(message)] : []))
const hearsBot = (visitor: Visitor, text: string | RegExp) =>
  visitor.hears(
    'message',
    (message) => message.senderType === 'bot' && new RegExp(text).test(words(message) ?? ''),
  )

test('[BT1] a bot answers first, after the ok, and the conversation waits in no queue meanwhile', async () => {
  await publish(FLOW)
  const vera = await server.visitor({ visitor: { name: 'Vera' } })
  const conversation = await start(vera)
  expect(conversation).toMatchObject({ status: 'active', agentId: null, queue: null })
  const hello = await hearsBot(vera, 'Hello Vera!')
  expect(hello).toMatchObject({ senderType: 'bot', senderId: 'bot', senderName: 'Robo', seq: 1 })
  await hearsBot(vera, 'What is it about')
  const ben = await server.agent(admin, { name: 'Ben', email: 'ben@example.com' })
  await ben.does('agent:status', { status: 'online' })
  await say(vera, conversation.id, 'My address', 'mail')
  await hearsBot(vera, 'Your e-mail')
  expect(await ben.does('conversation:sync', { conversationId: conversation.id, afterSeq: 0 })).toMatchObject(
    {
      conversation: { status: 'active', agentId: null },
    },
  )
})

test('[BT1] a flow keeps what it collects, tags, and hands over to people with a summary', async () => {
  await publish(FLOW)
  const vera = await server.visitor()
  const { id } = await start(vera)
  await hearsBot(vera, 'What is it about')
  await say(vera, id, 'My address', 'mail')
  await hearsBot(vera, 'Your e-mail')
  await say(vera, id, 'vera@example.com')
  await hearsBot(vera, 'Which plan')
  await say(vera, id, 'Gold')
  await vera.hears('conversation', ({ status }) => status === 'queued')
  expect(fromBot(vera)).toEqual([
    'Hello there!',
    'What is it about?',
    'Your e-mail?',
    'Which plan?',
    'One moment.',
  ])
  const { conversation, messages } = await admin.does('conversation:sync', {
    conversationId: id,
    afterSeq: 0,
  })
  expect(conversation).toMatchObject({
    status: 'queued',
    tags: ['lead'],
    visitor: { email: 'vera@example.com', attributes: { plan: 'Gold' } },
  })
  const note = messages.find(({ visibility }) => visibility === 'note')
  expect(note).toMatchObject({ senderType: 'bot', type: 'text' })
  expect(words(note as Message)).toContain('the flow leads to people')
  expect(words(note as Message)).toContain('plan: Gold')
  expect(vera.heardOf('message').every(({ visibility }) => visibility === 'all')).toBe(true)
})

test('[BT1] a bot closes with its last words, and the report counts it as solved', async () => {
  await publish(FLOW)
  const vera = await server.visitor()
  const { id } = await start(vera, 'Hello, is anybody there')
  await hearsBot(vera, 'What is it about')
  await say(vera, id, 'Goodbye', 'bye')
  await vera.hears('conversation', ({ status }) => status === 'closed')
  expect(fromBot(vera).at(-1)).toBe('Goodbye!')
  expect((await asAdmin('GET', `/apps/${appUuid}/bot/report`)).body).toMatchObject({
    conversations: 1,
    begun: 1,
    solved: 1,
    handedOver: 0,
    flows: [{ version: 1, begun: 1, solved: 1, handedOver: 0 }],
  })
})

test('[BT1] once an agent has taken the conversation the bot is silent', async () => {
  await publish(FLOW)
  const vera = await server.visitor()
  const { id } = await start(vera)
  await hearsBot(vera, 'What is it about')
  await admin.does('conversation:take', { conversationId: id })
  await say(vera, id, 'My address', 'mail')
  await admin.does('message:send', {
    conversationId: id,
    clientId: 'a1',
    type: 'text',
    content: { text: 'I am here' },
  })
  await until(async () => {
    const { rows } = await leading()
    return rows === 0
  })
  expect(fromBot(vera)).toEqual(['Hello there!', 'What is it about?'])
})

async function leading() {
  const rows = await server.services.database.query
    .selectFrom('bot_conversations')
    .select('conversation_id')
    .where('is_leading', '=', true)
    .execute()
  return { rows: rows.length }
}

test('[BT1] a bot that has spoken as often as it may hands over', async () => {
  await publish(FLOW, { turnLimit: 1 })
  const vera = await server.visitor()
  const { id } = await start(vera)
  await hearsBot(vera, 'What is it about')
  await say(vera, id, 'My address', 'mail')
  await hearsBot(vera, 'handing you over')
  expect((await asAdmin('GET', `/apps/${appUuid}/bot/report`)).body.reasons).toEqual([
    { reason: 'turn_limit', count: 1 },
  ])
})

test('[BT1] a visitor has a budget of answers, and without it gets people', async () => {
  await publish(FLOW, { visitorTurnsPerHour: 2 })
  const vera = await server.visitor()
  const { id } = await start(vera)
  await hearsBot(vera, 'What is it about')
  await say(vera, id, 'My address', 'mail')
  await hearsBot(vera, 'Your e-mail')
  await say(vera, id, 'no')
  await vera.hears('conversation', ({ status }) => status === 'queued')
  expect((await asAdmin('GET', `/apps/${appUuid}/bot/report`)).body.reasons).toEqual([
    { reason: 'budget', count: 1 },
  ])
})

test('[BT7] who asks for a person, in any language, or is angry, gets people at once', async () => {
  await publish(FLOW)
  for (const [text, reason] of [
    ['Ich möchte mit einem Menschen sprechen', 'asked'],
    ['quiero hablar con una persona', 'asked'],
    ['This is ridiculous', 'anger'],
  ] as const) {
    const visitor = await server.visitor({ language: 'de' })
    const { id } = await start(visitor)
    await hearsBot(visitor, 'What is it about')
    await say(visitor, id, text)
    await hearsBot(visitor, 'Ich verbinde Sie mit einem Menschen')
    const { messages } = await admin.does('conversation:sync', { conversationId: id, afterSeq: 0 })
    const note = messages.find(({ visibility }) => visibility === 'note') as Message
    expect(words(note)).toContain(reason === 'asked' ? 'asked for a person' : 'is angry')
    expect(words(note)).toContain(text)
  }
})

test('[BT7] agents read the summary of a hand-over in the language of the app', async () => {
  await publish(FLOW)
  expect((await asAdmin('PATCH', `/apps/${appUuid}`, { language: 'de' })).status).toBe(200)
  const vera = await server.visitor({ language: 'en' })
  const { id } = await start(vera)
  await hearsBot(vera, 'What is it about')
  await say(vera, id, 'My address', 'mail')
  await hearsBot(vera, 'Your e-mail')
  await say(vera, id, 'human please')
  await hearsBot(vera, 'handing you over')
  const { messages } = await admin.does('conversation:sync', { conversationId: id, afterSeq: 0 })
  const note = words(messages.find(({ visibility }) => visibility === 'note') as Message)
  expect(note).toContain('Der Bot hat weitergegeben: es wurde nach einem Menschen gefragt.')
  expect(note).toContain('Besucher: My address')
})

test('[BT2] versions: publish, look, roll back; a conversation goes on in the version in which it began', async () => {
  await publish(FLOW)
  const vera = await server.visitor()
  const { id } = await start(vera)
  await hearsBot(vera, 'What is it about')
  const short: Flow = { start: 'x', steps: [{ kind: 'hand_over', id: 'x', text: 'Short' }] }
  await publish(short)
  const victor = await server.visitor()
  await start(victor)
  await hearsBot(victor, 'Short')
  await say(vera, id, 'My address', 'mail')
  await hearsBot(vera, 'Your e-mail')

  const restored = await asAdmin('POST', `/apps/${appUuid}/bot/flow/versions/1/restore`)
  expect(restored.body).toMatchObject({ flow: FLOW, publishedVersion: 3, differs: false })
  const versions = await asAdmin('GET', `/apps/${appUuid}/bot/flow/versions?limit=2`)
  expect(versions.body.items).toMatchObject([
    { version: 3, isCurrent: true, publishedBy: 'Ada' },
    { version: 2, isCurrent: false, steps: 1 },
  ])
  const more = await asAdmin('GET', `/apps/${appUuid}/bot/flow/versions?cursor=${versions.body.nextCursor}`)
  expect(more.body.items).toMatchObject([{ version: 1 }])
  expect((await asAdmin('GET', `/apps/${appUuid}/bot/flow/versions/2`)).body).toEqual(short)
})

test('[BT2] what has mistakes is saved with their names, and not published; the test chat answers without storing', async () => {
  const lost: Flow = { start: 'x', steps: [{ kind: 'say', id: 'x', text: 'Hi {{name|you}}', next: 'gone' }] }
  const saved = await asAdmin('PUT', `/apps/${appUuid}/bot/flow`, lost)
  expect(saved.body.problems).toEqual([
    { level: 'mistake', stepId: 'x', message: 'next: there is no step "gone"' },
  ])
  const refused = await asAdmin('POST', `/apps/${appUuid}/bot/flow/publish`, {})
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'steps.x' }] } })
  expect((await asAdmin('PATCH', `/apps/${appUuid}/bot`, { kind: 'flow' })).body).toMatchObject({
    status: 400,
  })

  const first = await asAdmin('POST', `/apps/${appUuid}/bot/flow/try`, {
    flow: FLOW,
    state: null,
    message: null,
  })
  expect(first.body.path).toEqual(['hello', 'menu'])
  const second = await asAdmin('POST', `/apps/${appUuid}/bot/flow/try`, {
    flow: FLOW,
    state: first.body.state,
    message: { text: 'My address', value: 'mail' },
  })
  expect(second.body.replies).toEqual([{ type: 'text', content: { text: 'Your e-mail?' } }])
  const rows = await server.services.database.query.selectFrom('bot_conversations').selectAll().execute()
  expect(rows).toEqual([])
})

test.skipIf(!hasRedis)('[BT1] of several nodes one answers, once, whoever stored the message', async () => {
  const redis = await startTestRedis()
  onTestFinished(redis.kill)
  const [ours, other] = await startTestNodes(redis.url, {}, {})
  server = ours
  await signIn()
  await publish(FLOW)
  await other.services.bots.lookNow()
  const visitors = await Promise.all([server, other, server, other].map((node) => node.visitor()))
  await Promise.all(visitors.map((visitor) => start(visitor)))
  for (const visitor of visitors) await hearsBot(visitor, 'What is it about')
  const ids = await server.services.database.query.selectFrom('conversations').select('id').execute()
  // Both nodes are told of every conversation, again and again.
  await Promise.all(
    ids.flatMap(({ id }) =>
      [server, other, server, other].map((node) => node.services.bots.heard(appUuid, id)),
    ),
  )
  await until(async () => {
    const rows = await server.services.database.query
      .selectFrom('bot_conversations')
      .select('turns')
      .where('claim', 'is', null)
      .execute()
    return rows.length === 4 && rows.every(({ turns }) => turns === 1)
  })
  const said = await server.services.database.query
    .selectFrom('messages')
    .select('content')
    .where('sender_type', '=', 'bot')
    .execute()
  expect(said).toHaveLength(8)
})

test('[BT1] what a bot did not answer in time, because its node died, goes to people', async () => {
  const clock = createManualClock()
  server = await startTestServer({ clock })
  onTestFinished(server.stop)
  await signIn()
  await publish(FLOW)
  const vera = await server.visitor()
  const { id } = await start(vera)
  await hearsBot(vera, 'What is it about')
  // A node that has taken the turn, and dies.
  await server.services.database.query
    .updateTable('bot_conversations')
    .set({
      claim: '01890000-0000-7000-8000-000000000009',
      claimed_until: new Date(clock.now().getTime() + 30_000),
    })
    .execute()
  await say(vera, id, 'My address', 'mail')
  await until(async () => {
    clock.advance(2_000)
    return vera.heardOf('conversation').some(({ status }) => status === 'queued')
  })
  expect(fromBot(vera)).not.toContain('Your e-mail?')
  expect((await asAdmin('GET', `/apps/${appUuid}/bot/report`)).body.reasons).toEqual([
    { reason: 'late', count: 1 },
  ])
})

import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../database/database.ts'
import { START } from '../database/pool.ts'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { createMessageLog, QUEUE_SIZE } from './message-log.ts'
import type { NewMessageRow } from './message-row.ts'

let server: TestServer
let conversations: string[]
let startConversation: (clientId: string) => Promise<string>

beforeAll(async () => {
  server = await startTestServer()
  // With somebody there nobody is told of a queue.
  await server.admin()
  const vera = await server.visitor()
  startConversation = async (clientId) =>
    (await vera.does('conversation:start', { clientId })).conversation.id
  conversations = await Promise.all(['a', 'b', 'c'].map(startConversation))
})
afterAll(() => server.stop())

function row(conversationId: string, clientId: string, more: Partial<NewMessageRow> = {}): NewMessageRow {
  return {
    id: uuid(),
    conversation_id: conversationId,
    client_id: clientId,
    for_visitor: null,
    sender_id: 'bot',
    sender_type: 'bot',
    sender_name: null,
    type: 'text',
    content: { text: clientId },
    visibility: 'all',
    reply_to: null,
    created_at: new Date(),
    ...more,
  }
}

test('[MS4] two nodes that store into the same conversations leave no gap and no double', async () => {
  const other = openDatabase(server.connection)
  const logs = [createMessageLog(server.services.database), createMessageLog(other)]
  const results = await Promise.all(
    Array.from({ length: 600 }, (_, index) => {
      const conversation = conversations[index % 3] as string
      // Every message is sent to both nodes, as a client does that never heard the first answer.
      return Promise.all(logs.map((log) => log.append(row(conversation, `m${index}`))))
    }),
  )
  for (const [first, second] of results) {
    expect([first?.outcome, second?.outcome].sort()).toEqual(['repeated', 'stored'])
    expect(first).toMatchObject({ id: (second as { id: string }).id, seq: (second as { seq: number }).seq })
  }
  for (const id of conversations) {
    const rows = await server.services.database.query
      .selectFrom('messages')
      .select(['seq', 'public_seq'])
      .where('conversation_id', '=', id)
      .orderBy('seq')
      .execute()
    expect(rows).toEqual(
      Array.from({ length: 200 }, (_, index) => ({ seq: index + 1, public_seq: index + 1 })),
    )
  }
  await other.close()
})

test('[MS3] a poisoned message fails alone, and its neighbours are stored in order', async () => {
  const log = createMessageLog(server.services.database)
  const conversation = conversations[0] as string
  const appended = ['p1', 'poison', 'p2'].map((clientId) =>
    log.append(row(conversation, clientId, clientId === 'poison' ? { content: { text: '\0' } } : {})),
  )
  // A lone message would be a batch of its own, so the three wait behind another.
  const [first, poison, last] = await Promise.allSettled(appended)
  expect(poison?.status).toBe('rejected')
  expect([first, last].map((result) => result?.status)).toEqual(['fulfilled', 'fulfilled'])
})

test('[MS3] a repeat in the same batch meets the stored first', async () => {
  const log = createMessageLog(server.services.database)
  const conversation = conversations[1] as string
  const blocker = log.append(row(conversation, 'before'))
  const same = [
    row(conversation, 'same'),
    row(conversation, 'same'),
    row(conversation, 'same', { content: { text: 'other' } }),
  ]
  const results = await Promise.all(same.map((message) => log.append(message)))
  await blocker
  expect(results.map((result) => result.outcome)).toEqual(['stored', 'repeated', 'reused'])
})

test('[MS3] conversations may share a clientId, and each repeat meets its own first', async () => {
  const log = createMessageLog(server.services.database)
  const [one, two, three] = conversations as [string, string, string]
  const shared = [one, two, three, two, three, one].map((conversation) => row(conversation, 'shared'))
  const results = await Promise.all(shared.map((message) => log.append(message)))
  expect(results.map(({ outcome }) => outcome)).toEqual([
    ...['stored', 'stored', 'stored'],
    ...['repeated', 'repeated', 'repeated'],
  ])
})

test('a conversation that does not exist, or is another visitor’s, is missing', async () => {
  const log = createMessageLog(server.services.database)
  const foreign = row(conversations[0] as string, 'f', { for_visitor: uuid() })
  expect(await log.append(row(uuid(), 'x'))).toMatchObject({ outcome: 'missing' })
  expect(await log.append(foreign)).toMatchObject({ outcome: 'missing' })
})

test('a full queue refuses with the time to come back, and loses nothing that it took', async () => {
  const patient = openDatabase(server.connection, undefined, START)
  const log = createMessageLog(patient)
  const taken: Promise<unknown>[] = []
  let refusal: unknown
  for (let index = 0; refusal === undefined && index < 2 * QUEUE_SIZE; index++) {
    try {
      taken.push(log.append(row(conversations[2] as string, `full${index}`)))
    } catch (error) {
      refusal = error
    }
  }
  expect(refusal).toMatchObject({ code: 'busy', retryable: true, retryAfterMs: expect.any(Number) })
  const results = (await Promise.all(taken)) as { outcome: string }[]
  expect(new Set(results.map((result) => result.outcome))).toEqual(new Set(['stored']))
  expect(taken.length).toBeGreaterThanOrEqual(QUEUE_SIZE)
  await patient.close()
})

test('[DL2] a batch that holds a repeat, a refusal and new messages gives each its own, and burns no position', async () => {
  const log = createMessageLog(server.services.database)
  const [a, b] = await Promise.all(['d', 'e'].map(startConversation))
  await log.append(row(a as string, 'first'))
  const blocker = log.append(row(b as string, 'before'))
  const results = await Promise.all([
    log.append(row(a as string, 'second')),
    log.append(row(a as string, 'first')),
    log.append(row(b as string, 'note', { visibility: 'note' })),
    log.append(row(uuid(), 'nowhere')),
    log.append(row(b as string, 'last')),
    log.append(row(a as string, 'foreign', { for_visitor: uuid() })),
  ])
  await blocker
  expect(results).toMatchObject([
    { outcome: 'stored', seq: 2, public_seq: 2 },
    { outcome: 'repeated', seq: 1, public_seq: 1 },
    { outcome: 'stored', seq: 2, public_seq: null },
    { outcome: 'missing' },
    { outcome: 'stored', seq: 3, public_seq: 2 },
    { outcome: 'missing' },
  ])
})

test('[DL3] plain messages of many conversations are one statement, whose positions, counts and texts are as if stored one by one', async () => {
  const log = createMessageLog(server.services.database)
  const ids = await Promise.all(['f', 'g'].map(startConversation))
  const words = ['plain', 'a "quoted" \\ word', '{1,NULL}', 'ü 🙂 \n line', 'NULL']
  const blocker = log.append(row(ids[0] as string, 'blocker'))
  await Promise.all(
    words.flatMap((text, index) =>
      ids.map((id) =>
        log.append(
          row(id, `w${index}`, {
            content: { text },
            sender_id: text,
            sender_name: text,
            sender_type: index % 2 === 0 ? 'agent' : 'bot',
          }),
        ),
      ),
    ),
  )
  await blocker
  const { query } = server.services.database
  for (const [at, id] of ids.entries()) {
    const rows = await query
      .selectFrom('messages')
      .selectAll()
      .where('conversation_id', '=', id)
      .orderBy('seq')
      .execute()
    const own = at === 0 ? rows.slice(1) : rows
    expect(own.map(({ content }) => content)).toEqual(words.map((text) => ({ text })))
    expect(own.map(({ sender_id, sender_name }) => [sender_id, sender_name])).toEqual(
      words.map((text) => [text, text]),
    )
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1))
    const conversation = await query
      .selectFrom('conversations')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(conversation).toMatchObject({
      last_seq: rows.length,
      last_public_seq: rows.length,
      visitor_unread: rows.length,
      agent_unread: 0,
      first_response_at: own[0]?.created_at,
    })
  }
})

test('[DL3] the next batch is on its way before those of the last are told', async () => {
  const { database } = server.services
  const id = await startConversation('in turns')
  let asked = 0
  let second: Promise<number> | undefined
  const log = createMessageLog({
    ...database,
    prepared(...statement) {
      asked += 1
      second ??= log.append(row(id, 'second')).then(() => asked)
      return database.prepared(...statement)
    },
  })
  const first = await log.append(row(id, 'first')).then(() => asked)
  expect([first, await second]).toEqual([2, 2])
})

test('[DL3] of two visitors in one batch the one to whom the conversation does not belong is refused', async () => {
  const log = createMessageLog(server.services.database)
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'hers' })
  const blocker = log.append(row(conversation.id, 'before'))
  for (const order of [
    [uuid(), vera.id],
    [vera.id, uuid()],
  ]) {
    const results = await Promise.all(
      order.map((id) =>
        log.append(row(conversation.id, uuid(), { for_visitor: id, sender_id: id, sender_type: 'user' })),
      ),
    )
    expect(results.map(({ outcome }) => outcome)).toEqual(
      order.map((id) => (id === vera.id ? 'stored' : 'missing')),
    )
  }
  await blocker
})

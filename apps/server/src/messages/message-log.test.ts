import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../database/database.ts'
import { START } from '../database/pool.ts'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { createMessageLog, QUEUE_SIZE } from './message-log.ts'
import type { NewMessageRow } from './message-row.ts'

let server: TestServer
let conversations: string[]

beforeAll(async () => {
  server = await startTestServer()
  const vera = await server.visitor()
  const starts = await Promise.all(
    ['a', 'b', 'c'].map((clientId) => vera.does('conversation:start', { clientId })),
  )
  conversations = starts.map((start) => start.conversation.id)
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

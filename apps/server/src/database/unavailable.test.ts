import type { CommandError } from '@biometrics/chat-protocol'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startOwnPostgres } from '../testing/own-postgres.ts'
import { type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { openDatabase } from './database.ts'
import { POOL_SIZE } from './pool.ts'

const ANSWERED_WITHIN_MS = 3_000
/** More than the pool has connections, so that some wait for one. */
const AT_ONCE = 3 * POOL_SIZE

let postgres: Awaited<ReturnType<typeof startOwnPostgres>>
let server: TestServer
let ada: Awaited<ReturnType<TestServer['admin']>>
let vera: Awaited<ReturnType<TestServer['visitor']>>
let conversationId: string

beforeAll(async () => {
  postgres = await startOwnPostgres({ fsync: false })
  server = await startTestServer({ connection: postgres.connection })
  ;[ada, vera] = [await server.admin(), await server.visitor()]
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  conversationId = conversation.id
})
afterEach(() => works())
afterAll(async () => {
  await server.stop()
  await postgres.stop()
})

let messages = 0
const spoken = () => {
  messages += 1
  return { clientId: `m${messages}`, type: 'text', content: { text: 'hello' } } as const
}
const message = (to = conversationId) => ({ conversationId: to, ...spoken() })

/** By itself, without a restart of the server. */
async function works() {
  const send = () => vera.does('message:send', message()).then(() => 'ok', String)
  await expect.poll(send, { timeout: 20_000 }).toBe('ok')
  await expect.poll(async () => (await server.rest('GET', '/readyz')).status, { timeout: 20_000 }).toBe(200)
  await ada.does('conversation:sync', { conversationId, afterSeq: 0 })
}

/** One of everything that needs the database, and many of what is asked most; over sockets and over REST. */
async function refusals(): Promise<{ socket: CommandError[]; rest: number[]; waitedMs: number[] }> {
  const waitedMs: number[] = []
  const timed = async <T>(asked: Promise<T>): Promise<T> => {
    const start = performance.now()
    return asked.finally(() => waitedMs.push(performance.now() - start))
  }
  const refused = (who: Person<never>, name: string, payload: unknown) => timed(who.isRefused(name, payload))
  const status = async (method: string, address: string, body?: unknown, token?: string) => {
    const answer = await timed(server.rest(method, address, body, token))
    if (address !== '/readyz') {
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(answer.body.code).toBe('database_unavailable')
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    return answer.status
  }
  const many = Array.from({ length: AT_ONCE })
  const socket = Promise.all([
    ...many.map(() => refused(vera, 'message:send', message())),
    ...many.map(() => refused(ada, 'conversation:sync', { conversationId, afterSeq: 0 })),
    refused(vera, 'conversation:start', { clientId: 'other' }),
    refused(vera, 'message:read', { conversationId, seq: 1 }),
    refused(vera, 'conversation:close', { conversationId }),
    refused(ada, 'conversation:take', { conversationId }),
    refused(ada, 'agent:status', { status: 'away' }),
    refused(ada, 'inbox:watch', { watch: true }),
  ])
  const rest = Promise.all([
    status('GET', '/api/v1/conversations', undefined, ada.token),
    status('POST', `/api/v1/conversations/${conversationId}/messages`, spoken(), ada.token),
    status('POST', '/api/v1/visitor/sessions', { appId: 'biometrics-web' }),
    status('GET', '/readyz'),
  ])
  return { socket: await socket, rest: await rest, waitedMs }
}

async function expectRefusals() {
  const { socket, rest, waitedMs } = await refusals()
  for (const error of socket) {
    expect(error).toMatchObject({
      code: 'database_unavailable',
      retryable: true,
      retryAfterMs: expect.any(Number),
    })
  }
  expect(new Set(rest)).toEqual(new Set([503]))
  expect(Math.max(...waitedMs)).toBeLessThan(ANSWERED_WITHIN_MS)
  expect((await server.rest('GET', '/healthz')).status).toBe(200)
}

test('[DL8] with PostgreSQL killed everything is refused with the time to come back, and works when it is back', async () => {
  postgres.kill()
  await expect.poll(postgres.isRunning).toBe(false)
  await expectRefusals().finally(postgres.restart)
})

test('[DL8] with PostgreSQL standing still nobody hangs, no connection leaks, and it works when it goes on', async () => {
  const stopped = postgres.pids()
  for (const pid of stopped) process.kill(pid, 'SIGSTOP')
  try {
    await expectRefusals()
    // What was refused before does not stand in the way of who asks next.
    await expectRefusals()
  } finally {
    for (const pid of stopped) process.kill(pid, 'SIGCONT')
  }
  await works()
  const observer = openDatabase(postgres.connection)
  const sessions = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*) from pg_stat_activity where application_name = 'biometrics-chat'`.execute(
      observer.query,
    )
    return rows[0]?.count
  }
  // The observer's own is one more.
  await expect.poll(sessions, { timeout: 20_000 }).toBeLessThanOrEqual(POOL_SIZE + 1)
  await observer.close()
})

test('[DL8] with its sessions ended in the midst of work everything is answered, and nothing is stored twice', async () => {
  const observer = openDatabase(postgres.connection)
  const endSessions = () =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'biometrics-chat' and pid <> pg_backend_pid()`.execute(observer.query)
  const sent = Array.from({ length: 100 }, () => message())
  for (const one of sent) {
    const send = () =>
      vera.does('message:send', one).catch((error: CommandError) => {
        expect(error).toMatchObject({ code: 'database_unavailable', retryable: true })
      })
    const [answer] = await Promise.all([send(), endSessions()])
    if (!answer) await expect.poll(send).toBeDefined()
  }
  const { rows } = await sql<{ seq: number; client_id: string }>`
    select seq, client_id from messages where conversation_id = ${conversationId} order by seq`.execute(
    observer.query,
  )
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1))
  const names = rows.map(({ client_id }) => client_id)
  expect(names.filter((name) => sent.some(({ clientId }) => clientId === name))).toEqual(
    sent.map(({ clientId }) => clientId),
  )
  await observer.close()
})

test('[DL8] a conversation that somebody else holds holds up nobody else', async () => {
  const others = await Promise.all(
    ['d', 'e'].map(async (clientId) => (await vera.does('conversation:start', { clientId })).conversation.id),
  )
  const holder = openDatabase(postgres.connection)
  await holder.query.transaction().execute(async (trx) => {
    await sql`select from conversations where id = ${conversationId} for update`.execute(trx)
    const start = performance.now()
    const all = await Promise.all([
      vera.does('message:send', message(others[0])),
      // These share the next batch.
      vera.isRefused('message:send', message()),
      ...others.map((id) => vera.does('message:send', message(id))),
    ])
    const [, held, ...free] = all
    expect(held).toMatchObject({ code: 'busy', retryable: true, retryAfterMs: expect.any(Number) })
    expect(free.map((answer) => answer.message.seq)).toEqual([2, 1])
    expect(performance.now() - start).toBeLessThan(ANSWERED_WITHIN_MS)
  })
  await holder.close()
})

test('[DL8] what a node holds that stands still in the midst of its work is let go', async () => {
  const still = openDatabase(postgres.connection)
  const asleep = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const work = still.query.transaction().execute(async (trx) => {
    await sql`select from conversations where id = ${conversationId} for update`.execute(trx)
    held.resolve()
    await asleep.promise
    await sql`update conversations set subject = 'too late' where id = ${conversationId}`.execute(trx)
  })
  const failed = work.catch(({ message }: Error) => message)
  await held.promise
  const one = message()
  const outcome = () =>
    vera.does('message:send', one).then(
      () => 'ok',
      ({ code }: CommandError) => code,
    )
  expect(await outcome()).toBe('busy')
  await expect.poll(outcome, { timeout: 20_000 }).toBe('ok')
  asleep.resolve()
  expect(await failed).toBe('Query read timeout')
  await still.close()
})

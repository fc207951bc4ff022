import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Database } from '../database/database.ts'
import { POOL_SIZE } from '../database/pool.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestServer } from '../testing/start-test-server.ts'
import { indexNext } from './index-store.ts'
import { startIndexer } from './indexer.ts'

test('[AW7] while more messages wait than can be stored the search gives way, for seconds and not for ever', async () => {
  // Its own indexer waits for a clock that stands still.
  const server = await startTestServer({ clock: createManualClock() })
  const clock = createManualClock()
  try {
    const { database } = server.services
    await server.services.searchIndex.catchUp()
    let waiting = 0
    const indexer = startIndexer({ database, clock, messageLog: { waiting: () => waiting } }, (error) => {
      throw error
    })
    await indexer.catchUp()
    const visitor = await server.visitor()
    const message = { clientId: 'm', type: 'text' as const, content: { text: 'Where is it?' } }
    await visitor.does('conversation:start', { clientId: 'c', message })
    const words = async () =>
      (await database.query.selectFrom('message_words').select('seq').execute()).length

    waiting = 1_000
    let isDone = false
    const caughtUp = indexer.catchUp().then(() => {
      isDone = true
    })
    // Half of the patience that it has, and more questions to the database than it would need.
    for (let step = 0; step < 10; step++) {
      clock.advance(250)
      for (let turn = 0; turn < 5; turn++) expect(await words()).toBe(0)
    }
    expect(isDone).toBe(false)
    await expect
      .poll(() => {
        clock.advance(250)
        return isDone
      })
      .toBe(true)
    await caughtUp
    expect(await words()).toBe(1)
    await indexer.stop()
  } finally {
    await server.stop()
  }
})

test('[AW7] the search stops at once where it gives way or rests', async () => {
  const server = await startTestServer({ clock: createManualClock() })
  try {
    const { database } = server.services
    const visitor = await server.visitor()
    const message = { clientId: 'm', type: 'text' as const, content: { text: 'Where is it?' } }
    await visitor.does('conversation:start', { clientId: 'c', message })
    // Its time passes only while it works.
    let seconds = 0
    const clock = { ...createManualClock(), now: () => new Date(Date.now() + 1_000 * seconds++) }
    const fail = (error: unknown) => {
      throw error
    }
    const resting = startIndexer({ database, clock, messageLog: { waiting: () => 0 } }, fail)
    await expect
      .poll(() => database.query.selectFrom('message_words').select('seq').execute())
      .toHaveLength(1)
    await resting.stop()
    await visitor.does('message:send', { conversationId: await only(database), ...message, clientId: 'n' })
    let asked = 0
    const waiting = () => {
      asked += 1
      return 1_000
    }
    const givingWay = startIndexer({ database, clock, messageLog: { waiting } }, fail)
    await expect.poll(() => asked).toBeGreaterThan(0)
    await givingWay.stop()
    expect(await database.query.selectFrom('message_words').select('seq').execute()).toHaveLength(1)
  } finally {
    await server.stop()
  }
})

async function only(database: Database): Promise<string> {
  return (await database.query.selectFrom('conversations').select('id').executeTakeFirstOrThrow()).id
}

test('[AW7] one node at a time reads what was said, and [DL1] the next to commit on its connection waits for the disk', async () => {
  // Its own indexer waits for a clock that stands still.
  const server = await startTestServer({ clock: createManualClock() })
  try {
    const { database } = server.services
    const visitor = await server.visitor()
    const message = { clientId: 'm', type: 'text' as const, content: { text: 'Where is it?' } }
    const { conversation } = await visitor.does('conversation:start', { clientId: 'c', message })
    const other = { locked: Promise.withResolvers<void>(), done: Promise.withResolvers<void>() }
    const held = database.query.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(53070)`.execute(trx)
      other.locked.resolve()
      await other.done.promise
    })
    await other.locked.promise
    expect(await indexNext(database, [conversation.id], 100)).toBe(null)
    other.done.resolve()
    await held
    expect(await indexNext(database, [conversation.id], 100)).toBeGreaterThan(0)
    expect(await indexNext(database, [conversation.id], 100)).toBe(0)

    const settings = Array.from({ length: POOL_SIZE }, () =>
      sql<{ now: string }>`select current_setting('synchronous_commit') as now, pg_sleep(0.1)`.execute(
        database.query,
      ),
    )
    for (const { rows } of await Promise.all(settings)) expect(rows[0]?.now).toBe('on')
  } finally {
    await server.stop()
  }
})

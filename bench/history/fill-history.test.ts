import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../apps/server/src/database/database.ts'
import { migrate } from '../../apps/server/src/database/migrate.ts'
import { addAgents } from '../lib/fill.ts'
import { type OwnDatabase, startOwnDatabase } from '../lib/own-database.ts'
import { fillHistory, fillLongConversation } from './fill-history.ts'

let own: OwnDatabase
beforeAll(async () => {
  own = await startOwnDatabase()
})
afterAll(() => own.stop())

test('the tables end as the product made them, and every position is there once', async () => {
  const { database } = own
  await migrate(database)
  await addApp(database)
  const before = await indexesOf(database)
  const [agent] = await addAgents(database, 1)
  await fillHistory(database, agent?.id ?? '', 1_000)
  expect(await indexesOf(database)).toEqual(before)
  const [longest] = await rowsOf<{ id: string }>(sql`select id from conversations limit 1`)
  await fillLongConversation(database, longest?.id ?? '', 100)

  const conversations = await rowsOf(sql`
    select c.last_seq, c.last_public_seq, count(*) as messages, min(m.seq) as first, max(m.seq) as last
    from conversations c join messages m on m.conversation_id = c.id group by c.id order by c.last_seq`)
  expect(conversations).toHaveLength(50)
  for (const length of [20, 120]) {
    expect(conversations[length === 20 ? 0 : 49]).toEqual({
      last_seq: length,
      last_public_seq: length,
      messages: length,
      first: 1,
      last: length,
    })
  }
})

async function rowsOf<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return (await query.execute(own.database.query)).rows
}

function indexesOf({ query }: Database) {
  return sql`select indexname, indexdef from pg_indexes where tablename = 'messages' order by indexname`
    .execute(query)
    .then(({ rows }) => rows)
}

async function addApp({ query }: Database) {
  await sql`
    insert into apps (id, app_id, name, allowed_origins, position, color, identity_secret, created_at)
    values (gen_random_uuid(), 'app', 'App', '{}', 'bottom-right', '#000000', '', now())`.execute(query)
}

import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../database/database.ts'
import { createTestDatabase } from './test-database.ts'

test('two test databases are migrated and know nothing of each other', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()])
  const [first, second] = [openDatabase(one.connection), openDatabase(two.connection)]
  await sql`create table only_here (id integer)`.execute(first.query)

  const tables = sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'public'`
  const names = (await tables.execute(second.query)).rows.map((row) => row.name)
  expect(names).toContain('messages')
  expect(names).not.toContain('only_here')

  await Promise.all([first.close(), second.close()])
  await Promise.all([one.drop(), two.drop()])
})

import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { inject } from 'vitest'
import { type DatabaseConnection, openDatabase } from '../database/database.ts'
import { START } from '../database/pool.ts'
import { TEMPLATE } from './global-setup.ts'

export interface TestDatabase {
  name: string
  connection: DatabaseConnection
  drop(): Promise<void>
}

/** A migrated database of the caller's own; `{ empty: true }` for one without any tables. */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const postgres = inject('postgres')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const template = options.empty === true ? 'template0' : TEMPLATE
  await onServer(sql`create database ${sql.id(name)} template ${sql.id(template)}`)
  return {
    name,
    connection: { ...postgres, database: name },
    drop: () => onServer(sql`drop database if exists ${sql.id(name)} with (force)`),
  }
}

async function onServer(statement: ReturnType<typeof sql>): Promise<void> {
  // A busy machine may take longer than ordinary statements are allowed to.
  const server = openDatabase(inject('postgres'), undefined, START)
  await statement.execute(server.query).finally(() => server.close())
}

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import type { TestProject } from 'vitest/node'
import { type DatabaseConnection, openDatabase } from '../database/database.ts'
import { startEmbeddedPostgres } from '../database/embedded/start-embedded-postgres.ts'
import { migrate } from '../database/migrate.ts'
import { START } from '../database/pool.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: Connection
  }
}

type Connection = Exclude<DatabaseConnection, { connectionString: string }>

/** An empty migrated database that the tests' own are copied from. */
export const TEMPLATE = 'chat_template'

const MAX_CONNECTIONS = 300

/** One real PostgreSQL for the whole run, thrown away at its end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'chat-test-'))
  const postgres = await startEmbeddedPostgres({
    dataDir,
    // Nothing here has to survive a power cut.
    settings: { fsync: false, max_connections: MAX_CONNECTIONS },
  })
  const stopAtExit = () => void postgres.stop()
  process.once('exit', stopAtExit)
  // PostgreSQL outlives us unless told: a run that is cut off has to come to its exit.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
  const teardown = async () => {
    process.off('exit', stopAtExit)
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await prepareTemplate(postgres.connection)
  } catch (error) {
    await teardown()
    throw error
  }
  project.provide('postgres', postgres.connection)
  return teardown
}

async function prepareTemplate(connection: Connection): Promise<void> {
  const server = openDatabase(connection, undefined, START)
  await sql`create database ${sql.id(TEMPLATE)}`.execute(server.query)
  await server.close()
  const template = openDatabase({ ...connection, database: TEMPLATE }, undefined, START)
  await migrate(template).finally(() => template.close())
}

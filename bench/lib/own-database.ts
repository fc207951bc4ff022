import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from '../../apps/server/src/database/database.ts'
import {
  type EmbeddedPostgres,
  type PostgresSettings,
  startEmbeddedPostgres,
} from '../../apps/server/src/database/embedded/start-embedded-postgres.ts'
import { START } from '../../apps/server/src/database/pool.ts'

/** A new PostgreSQL in a temporary folder, which outlives the servers that are started on it. */
export interface OwnDatabase {
  connection: EmbeddedPostgres['connection']
  dataDir: string
  /** For filling and counting, beside the server's own connections. */
  database: Database
  stop(): Promise<void>
}

export async function startOwnDatabase(settings: PostgresSettings = {}): Promise<OwnDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'biometrics-chat-'))
  const clean = () => rm(dataDir, { recursive: true, force: true })
  const postgres = await startEmbeddedPostgres({ dataDir, settings }).catch(async (error: unknown) => {
    await clean()
    throw error
  })
  const database = openDatabase(postgres.connection, undefined, START)
  return {
    connection: postgres.connection,
    dataDir,
    database,
    async stop() {
      await database.close()
      await postgres.stop()
      await clean()
    },
  }
}

import { findPostmaster } from '../database/embedded/postmaster.ts'
import { readConfig } from '../config/config.ts'
import { readEnv } from '../config/env.ts'
import { type DatabaseConnection, openDatabase } from '../database/database.ts'
import { startEmbeddedPostgres } from '../database/embedded/start-embedded-postgres.ts'
import { START } from '../database/pool.ts'
import { StartError } from '../lifecycle/start-error.ts'
import path from 'node:path'
import { verifyAudit } from './read-audit.ts'

/** `npm run audit:verify [-- --head seq:hash]`: exit code 1 when an entry is not as it was written. */
try {
  const at = process.argv.indexOf('--head')
  const head = at < 0 ? null : (process.argv[at + 1] ?? '')
  if (head !== null && !/^\d+:[0-9a-f]{64}$/.test(head))
    throw new StartError('--head is what an earlier run has named, such as 12:5e88….')
  process.exitCode = await verify(head)
} catch (error) {
  process.stderr.write(`${error instanceof StartError ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function verify(known: string | null): Promise<number> {
  const { connection, stop } = await findDatabase()
  const database = openDatabase(connection, undefined, START)
  try {
    const { entries, head, firstBroken } = await verifyAudit(database.query, known)
    const words =
      firstBroken === null
        ? `The audit log is whole: ${entries} entries. Head: ${head ?? 'none'}`
        : `Entry ${firstBroken} of the audit log is not as it was written.`
    process.stdout.write(`${words}\n`)
    return firstBroken === null ? 0 : 1
  } finally {
    await database.close()
    await stop()
  }
}

/** The operator's own, or the one that the server runs; where that is not running, it runs for this alone. */
async function findDatabase(): Promise<{ connection: DatabaseConnection; stop(): Promise<void> }> {
  const { databaseUrl, dataDir } = readConfig(readEnv())
  if (databaseUrl !== null) return { connection: { connectionString: databaseUrl }, stop: async () => {} }
  const running = findPostmaster(path.join(path.resolve(dataDir), 'postgres'))
  if (running?.ready) {
    const connection = { host: running.socketDir, port: running.port, user: 'postgres', database: 'postgres' }
    return { connection, stop: async () => {} }
  }
  const { connection, stop } = await startEmbeddedPostgres({ dataDir })
  return { connection, stop }
}

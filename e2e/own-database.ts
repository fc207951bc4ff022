import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Database, openDatabase } from '../apps/server/src/database/database.ts'
import { START } from '../apps/server/src/database/pool.ts'

/** The PostgreSQL of an installation on this machine. */
export async function withDatabase(
  dataDir: string,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const [, , , port, host] = readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')
  const connection = { host: host ?? '', port: Number(port), user: 'postgres', database: 'postgres' }
  const database = openDatabase(connection, undefined, START)
  try {
    await work(database)
  } finally {
    await database.close()
  }
}

/** As if the last sign-in of somebody were days ago: nobody can wait for that here. */
export async function ageSignIn(dataDir: string, email: string): Promise<void> {
  await withDatabase(dataDir, async ({ query }) => {
    const { id } = await query
      .selectFrom('agents')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow()
    const newest = query
      .selectFrom('agent_sessions')
      .select('token_hash')
      .where('agent_id', '=', id)
      .orderBy('created_at', 'desc')
      .limit(1)
    await query
      .updateTable('agent_sessions')
      .set({ proven_at: new Date(Date.now() - 2 * DAY_MS) })
      .where('token_hash', 'in', newest)
      .execute()
  })
}
const DAY_MS = 86_400_000

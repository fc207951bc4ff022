import { readFileSync } from 'node:fs'
import path from 'node:path'
import { openDatabase } from '../apps/server/src/database/database.ts'
import { START } from '../apps/server/src/database/pool.ts'
import { fillHistory, makePeople } from '../apps/server/src/testing/fill-history.ts'

const DAY_MS = 86_400_000

/** Four weeks of a desk that are over, in the PostgreSQL of an installation on this machine. */
export async function fillWeeks(dataDir: string): Promise<void> {
  const [, , , port, host] = readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')
  const connection = { host: host ?? '', port: Number(port), user: 'postgres', database: 'postgres' }
  const database = openDatabase(connection, undefined, START)
  try {
    const { query } = database
    const { id: appUuid } = await query.selectFrom('apps').select('id').executeTakeFirstOrThrow()
    const people = await makePeople(query, appUuid, { agents: 4, groups: 1 })
    const from = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 30 * DAY_MS)
    const history = { conversations: 6_000, seed: 3, from, days: 30, appUuid, ...people }
    await query.transaction().execute((trx) => fillHistory(trx, history))
    // The four are there from 8 to 16 on each of these days.
    for (let day = 0; day < 30; day++)
      await query
        .insertInto('shifts')
        .values(
          people.agentIds.map((agent_id) => ({
            agent_id,
            status: 'online' as const,
            max_chats: 3,
            from_at: new Date(from.getTime() + day * DAY_MS + DAY_MS / 3),
            to_at: new Date(from.getTime() + day * DAY_MS + (2 * DAY_MS) / 3),
          })),
        )
        .execute()
  } finally {
    await database.close()
  }
}

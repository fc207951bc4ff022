import { fillHistory, makePeople } from '../apps/server/src/testing/fill-history.ts'
import { withDatabase } from './own-database.ts'

const DAY_MS = 86_400_000

/** Four weeks of a desk that are over, in the PostgreSQL of an installation on this machine. */
export async function fillWeeks(dataDir: string): Promise<void> {
  await withDatabase(dataDir, async ({ query }) => {
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
  })
}

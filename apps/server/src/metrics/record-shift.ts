import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

/** Writes down how an agent stands from now on, if that is another way than before. */
export async function recordShift(trx: Queries, agentId: string, now: Date): Promise<void> {
  await sql`
    update shifts s set to_at = ${now} from agents a
    where s.agent_id = ${agentId} and s.to_at is null and a.id = s.agent_id
      and (s.status, s.max_chats) is distinct from (a.noticed_status, a.max_chats)`.execute(trx)
  await sql`
    insert into shifts (agent_id, status, max_chats, from_at)
    select id, noticed_status, max_chats, ${now} from agents where id = ${agentId} and noticed_status <> 'offline'
    on conflict (agent_id) where to_at is null do nothing`.execute(trx)
}

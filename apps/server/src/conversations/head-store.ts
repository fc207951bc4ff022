import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

/** Where a conversation ends, and by what a change of it is seen. */
export interface Head {
  id: string
  visitor_id: string
  agent_id: string | null
  group_id: string | null
  status: string
  last_seq: number
  last_public_seq: number
  public_updated_at: Date
  /** The transaction that wrote the row last. */
  version: string
}

/** The conversations with activity after a moment, and the name of the log they are in; by the indexes of the lists. */
export async function readHeads(query: Queries, since: Date): Promise<{ epoch: string; heads: Head[] }> {
  const recent = (condition: ReturnType<typeof sql>) => sql`
    select id, visitor_id, agent_id, group_id, status, last_seq, last_public_seq, public_updated_at, xmin::text as version
    from conversations where updated_at > ${since} and ${condition}`
  const { rows } = await sql<{ epoch: string } & (Head | { id: null })>`
    select e.epoch, c.* from log_epoch e left join (
      ${recent(sql`status <> 'closed'`)} union all ${recent(sql`status = 'closed'`)}
    ) c on true`.execute(query)
  const [first] = rows
  if (!first) throw new Error('the log has no epoch')
  return { epoch: first.epoch, heads: rows.filter((row) => row.id !== null) }
}

import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export interface OrderRow {
  id: string
  visitor_id: string
  position: number
  /** Another one when something else of the conversation has changed that its readers are shown. */
  version: string
}

/** Everybody who waits in the queue of a group, in the order in which they are served. */
export async function readOrder(query: Queries, groupId: string | null): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`
    select id, visitor_id, row_number() over (order by rank_at, queued_at, id)::integer as position,
      concat_ws(' ', updated_at, last_seq, agent_read_seq, visitor_read_seq, visitor_unread) as version
    from conversations
    where status = 'queued' and group_id = ${groupId}
    order by rank_at, queued_at, id`.execute(query)
  return rows
}

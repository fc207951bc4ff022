import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export interface ClosedRow {
  id: string
  question: string
  answer: string
}

/** The app's newest closed conversations, each with what the visitor asked first and what an agent then answered. */
export async function listClosed(query: Queries, appUuid: string, limit: number): Promise<ClosedRow[]> {
  const { rows } = await sql<ClosedRow>`
    select c.id, asked.text as question, answered.text as answer
    from (
      select id, updated_at from conversations
      where status = 'closed' and app_uuid = ${appUuid} order by updated_at desc limit ${limit}
    ) c
    cross join lateral (
      select m.seq, m.content ->> 'text' as text from messages m
      where m.conversation_id = c.id and m.sender_type = 'user' and m.type = 'text' order by m.seq limit 1
    ) asked
    cross join lateral (
      select m.content ->> 'text' as text from messages m
      where m.conversation_id = c.id and m.sender_type = 'agent' and m.type = 'text' and m.visibility = 'all'
        and m.seq > asked.seq
      order by m.seq limit 1
    ) answered
    order by c.updated_at desc`.execute(query)
  return rows
}

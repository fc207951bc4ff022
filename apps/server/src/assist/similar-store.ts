import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { type Eyes, reachable } from '../reach.ts'

export interface ClosedRow {
  id: string
  question: string
  answer: string
}

/** However large the installation: of all apps, so many of the newest are looked at; of each, so many first messages. */
export const LOOKED_AT_MAX = 5_000
const FIRST_MESSAGES = 100

/** The app's newest closed conversations, each with what the visitor asked first and what an agent then answered. */
export async function listClosed(
  query: Queries,
  eyes: Eyes,
  appUuid: string,
  limit: number,
): Promise<ClosedRow[]> {
  const { rows } = await closedOf(eyes, appUuid, limit).execute(query)
  return rows
}

export function closedOf(eyes: Eyes, appUuid: string, limit: number) {
  return sql<ClosedRow>`
    select c.id, asked.text as question, answered.text as answer
    from (
      select id, updated_at from (
        select id, updated_at, app_uuid from conversations c
        where status = 'closed' and ${reachable(eyes)} order by updated_at desc, id desc limit ${LOOKED_AT_MAX}
      ) newest
      where app_uuid = ${appUuid} order by updated_at desc, id desc limit ${limit}
    ) c
    cross join lateral (
      select m.seq, m.content ->> 'text' as text from messages m
      where m.conversation_id = c.id and m.seq <= ${FIRST_MESSAGES} and m.sender_type = 'user' and m.type = 'text'
      order by m.seq limit 1
    ) asked
    cross join lateral (
      select m.content ->> 'text' as text from messages m
      where m.conversation_id = c.id and m.seq > asked.seq and m.seq <= ${FIRST_MESSAGES}
        and m.sender_type = 'agent' and m.type = 'text' and m.visibility = 'all'
      order by m.seq limit 1
    ) answered
    order by c.updated_at desc, c.id desc`
}

import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Shift, Span } from './occupancy.ts'

interface OfAgent {
  agent_id: string
  name: string
}

/** When agents were online in a range, cut to it; one that goes on ends now. */
export async function readShifts(
  query: Queries,
  { from, to }: { from: Date; to: Date },
  now: Date,
): Promise<(OfAgent & Shift)[]> {
  const end = sql`least(coalesce(s.to_at, ${now}), ${to}::timestamptz)`
  const begin = sql`greatest(s.from_at, ${from}::timestamptz)`
  const { rows } = await sql<OfAgent & Shift>`
    select s.agent_id, a.name, s.max_chats as "maxChats",
      (extract(epoch from ${begin}) * 1000)::float8 as "from", (extract(epoch from ${end}) * 1000)::float8 as "to"
    from shifts s join agents a on a.id = s.agent_id
    where s.status = 'online' and s.from_at < ${to} and (s.to_at is null or s.to_at > ${from}) and ${begin} < ${end}
    order by a.name, a.id, s.from_at`.execute(query)
  return rows
}

/** When conversations took a place of their agents in a range: those that are over, and those that go on. */
export async function readBorne(
  query: Queries,
  { from, to }: { from: Date; to: Date },
  now: Date,
): Promise<({ agent_id: string } & Span)[]> {
  // What was parked and counts again has had its place since then, not since it was given.
  const resumed = (conversation: unknown, until: unknown) => sql`(
    select max(r.at) from assignments r
    where r.conversation_id = ${conversation} and r.reason = 'resumed' and r.at < ${until}
  )`
  const { rows } = await sql<{ agent_id: string } & Span>`
    select agent_id, (extract(epoch from begun) * 1000)::float8 as "from", (extract(epoch from ended) * 1000)::float8 as "to"
    from (
      select a.from_agent_id as agent_id, a.at as ended,
        greatest(a.at - make_interval(secs => a.held_seconds), ${resumed(sql`a.conversation_id`, sql`a.at`)}) as begun
      from assignments a
      where a.held_seconds is not null and a.from_agent_id is not null and a.at > ${from}
      union all
      select c.agent_id, ${now}::timestamptz, greatest(c.assigned_at, ${resumed(sql`c.id`, sql`${now}::timestamptz`)})
      from conversations c where c.status = 'active' and c.parked_at is null and c.agent_id is not null
    ) b
    where begun < ${to} and ended > ${from}`.execute(query)
  return rows
}

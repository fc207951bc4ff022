import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { BusySlot, GroupFacts } from './estimate.ts'

/** The last ones say best how it goes now. */
const MOST_HELD = 200

/** What the history of a group says, and how its agents who are online stand. */
export async function readGroupFacts(query: Queries, groupId: string, now: Date): Promise<GroupFacts> {
  const held = await sql<{ held_seconds: number }>`
    select held_seconds from assignments
    where from_group_id = ${groupId} and held_seconds is not null
    order by at desc limit ${MOST_HELD}`.execute(query)
  const busy = await sql<BusySlot>`
    select greatest(0, extract(epoch from ${now} - c.assigned_at))::float8 as age, s.share
    from group_members m
    join agents a on a.id = m.agent_id
    cross join lateral (
      select 1.0::float8 / greatest(1, count(*)) as share from group_members o
      where o.agent_id = a.id
        and exists (select from conversations q where q.status = 'queued' and q.group_id = o.group_id)
    ) s
    join conversations c on c.agent_id = a.id and c.status = 'active' and c.parked_at is null
    where m.group_id = ${groupId} and a.chosen_status = 'online' and not a.is_idle and a.connected_until > ${now}`.execute(
    query,
  )
  return { held: held.rows.map((row) => row.held_seconds), busy: busy.rows }
}

export interface EstimateError {
  /** Of how many waits it is known. */
  count: number
  /** Half of all estimates were off by less, in seconds and as a part of the real wait. */
  median_seconds: number | null
  median_part: number | null
}

/** How far off were the estimates of those who have been served since a moment. */
export async function readEstimateError(query: Queries, since: Date): Promise<EstimateError> {
  const { rows } = await sql<EstimateError>`
    select count(*)::integer as count,
      percentile_cont(0.5) within group (order by abs(estimated_seconds - waited_seconds)) as median_seconds,
      percentile_cont(0.5) within group (order by abs(estimated_seconds - waited_seconds) / greatest(1, waited_seconds))
        as median_part
    from assignments
    where at > ${since} and waited_seconds is not null and estimated_seconds is not null
      and reason in ('routed', 'taken')`.execute(query)
  return rows[0] as EstimateError
}

import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export interface StandingRow {
  active: number
  queued: number
  messages: number
  longest_since: Date | null
  led_by_bot: number
  snoozed: number
  online: number
  away: number
  free: number
}

/** Who is there and what is open, of one group or of all; the status is that of `effectiveStatus`. */
export async function readStanding(query: Queries, groupId: string | null, now: Date): Promise<StandingRow> {
  const ofGroup = groupId === null ? sql`true` : sql`group_id = ${groupId}`
  const members =
    groupId === null
      ? sql`agents a`
      : sql`agents a join group_members m on m.agent_id = a.id and m.group_id = ${groupId}`
  const room =
    groupId === null ? sql`a.max_chats` : sql`least(a.max_chats, coalesce(m.max_chats, a.max_chats))`
  const { rows } = await sql<StandingRow>`
    with there as (
      select a.chosen_status = 'online' and not a.is_idle as is_online, a.chosen_status <> 'offline' as is_there,
        ${room} - (
          select count(*) from conversations c
          where c.agent_id = a.id and c.status = 'active' and c.parked_at is null
        ) as room
      from ${members} where a.connected_until > ${now} and a.role <> 'read-only'
    )
    select o.*, t.* from (
      select
        (count(*) filter (where status = 'active' and agent_id is not null))::integer as active,
        (count(*) filter (where status = 'queued'))::integer as queued,
        (count(*) filter (where status = 'queued' and is_message))::integer as messages,
        min(queued_at) filter (where status = 'queued' and not is_message) as longest_since,
        (count(*) filter (where status = 'active' and agent_id is null))::integer as led_by_bot,
        (count(*) filter (where status = 'snoozed'))::integer as snoozed
      from conversations where status <> 'closed' and ${ofGroup}
    ) o, (
      select (count(*) filter (where is_online))::integer as online,
        (count(*) filter (where is_there and not is_online))::integer as away,
        coalesce(sum(greatest(0, room)) filter (where is_online), 0)::integer as free
      from there
    ) t`.execute(query)
  return rows[0] as StandingRow
}

export interface WaitRow {
  /** Which of the periods since `since`, from 0. */
  period: number
  /** Whole seconds. */
  seconds: number
  is_abandoned: boolean
  times: number
}

/** The waits that ended since then, those that are alike together. */
export async function readWaits(
  query: Queries,
  groupId: string | null,
  since: Date,
  periodSeconds: number,
): Promise<WaitRow[]> {
  const ofGroup = groupId === null ? sql`true` : sql`group_id = ${groupId}`
  const { rows } = await sql<WaitRow>`
    select floor(extract(epoch from wait_ended_at - ${since}) / ${periodSeconds})::integer as period,
      waited_seconds as seconds, assigned_at is null as is_abandoned, count(*)::integer as times
    from episodes
    where wait_ended_at >= ${since} and not was_message and ${ofGroup}
    group by 1, 2, 3`.execute(query)
  return rows
}

/** How many conversations began or began again in each of the periods since then. */
export async function readStarts(
  query: Queries,
  groupId: string | null,
  since: Date,
  periodSeconds: number,
): Promise<Map<number, number>> {
  const ofGroup = groupId === null ? sql`true` : sql`group_id = ${groupId}`
  const { rows } = await sql<{ period: number; started: number }>`
    select floor(extract(epoch from started_at - ${since}) / ${periodSeconds})::integer as period,
      count(*)::integer as started
    from episodes
    where started_at >= ${since} and ${ofGroup}
    group by 1`.execute(query)
  return new Map(rows.map(({ period, started }) => [period, started]))
}

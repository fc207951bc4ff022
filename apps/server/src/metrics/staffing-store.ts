import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { SLOT_MS } from './episode.ts'
import type { Shift } from './occupancy.ts'

export interface Range {
  from: Date
  to: Date
}

const ofGroup = (groupId: string | null) => (groupId === null ? sql`true` : sql`e.group_id = ${groupId}`)

/** When somebody came to a queue for the first time. */
export async function findFirstArrival(query: Queries, groupId: string | null): Promise<Date | null> {
  const { rows } = await sql<{ first: Date | null }>`
    select min(e.started_at) as first from episodes e where e.queued_at is not null and ${ofGroup(groupId)}`.execute(
    query,
  )
  return rows[0]?.first ?? null
}

/** How many came to a queue in each quarter of an hour; messages left outside hours wait for the opening, not for a place. */
export async function readArrivals(
  query: Queries,
  { from, to }: Range,
  groupId: string | null,
): Promise<{ slot: number; arrivals: number }[]> {
  const { rows } = await sql<{ slot: number; arrivals: number }>`
    select floor(extract(epoch from e.queued_at) / ${SLOT_MS / 1_000})::integer as slot, count(*)::integer as arrivals
    from episodes e
    where e.queued_at >= ${from} and e.queued_at < ${to} and e.started_at >= ${from}::timestamptz - interval '1 day'
      and e.started_at < ${to} and not e.was_message and ${ofGroup(groupId)} group by 1`.execute(query)
  return rows
}

export interface HandlingRow {
  n: number
  mean: number | null
  variance: number | null
  waited: number
  abandoned: number
}

/** How long places were taken, by whomever, and how long people waited until how many of them gave up. */
export async function readHandling(
  query: Queries,
  { from, to }: Range,
  groupId: string | null,
): Promise<HandlingRow> {
  const { rows } = await sql<HandlingRow>`
    select count(held)::integer as n, avg(held)::float8 as mean, var_pop(held)::float8 as variance,
      coalesce(sum(waited_seconds), 0)::float8 as waited,
      (count(*) filter (where assigned_at is null and closed_at is not null))::integer as abandoned
    from (
      select e.waited_seconds, e.assigned_at, e.closed_at, case when e.closed_at is not null then coalesce((
        select sum(a.held_seconds) from assignments a
        where a.conversation_id = e.conversation_id and a.at > e.assigned_at and a.at <= e.closed_at
      ), e.duration_seconds) end as held
      from episodes e
      where e.started_at >= ${from} and e.started_at < ${to} and e.queued_at is not null and not e.was_message
        and ${ofGroup(groupId)}
    ) h`.execute(query)
  return rows[0] as HandlingRow
}

/** When agents were online, and with how many places for the group. */
export async function readPresence(
  query: Queries,
  { from, to }: Range,
  groupId: string | null,
  now: Date,
): Promise<Shift[]> {
  const member =
    groupId === null
      ? sql``
      : sql`join group_members m on m.agent_id = s.agent_id and m.group_id = ${groupId}`
  const places =
    groupId === null ? sql`s.max_chats` : sql`least(s.max_chats, coalesce(m.max_chats, s.max_chats))`
  const { rows } = await sql<Shift>`
    select (extract(epoch from greatest(s.from_at, ${from}::timestamptz)) * 1000)::float8 as "from",
      (extract(epoch from least(coalesce(s.to_at, ${now}), ${to}::timestamptz)) * 1000)::float8 as "to", ${places} as "maxChats"
    from shifts s ${member}
    where s.status = 'online' and s.from_at < ${to} and (s.to_at is null or s.to_at > ${from})`.execute(query)
  return rows
}

/** How many places the agents have, in the middle; null without any agent. */
export async function findUsualSlots(query: Queries, groupId: string | null): Promise<number | null> {
  const { rows } = await sql<{ slots: number | null }>`
    select percentile_disc(0.5) within group (order by least(a.max_chats, coalesce(m.max_chats, a.max_chats))) as slots
    from agents a left join group_members m on m.agent_id = a.id and m.group_id = ${groupId}::uuid
    where a.role <> 'read-only' and (${groupId}::uuid is null or m.agent_id is not null)`.execute(query)
  return rows[0]?.slots ?? null
}

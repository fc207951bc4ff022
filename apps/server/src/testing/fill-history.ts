import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export interface History {
  conversations: number
  /** Names the history: the same one gives the same rows. */
  seed: number
  from: Date
  days: number
  appUuid: string
  visitorId: string
  groupIds: readonly string[]
  agentIds: readonly string[]
}

/** Of a thousand conversations, how many come in each hour of the day: the two humps of an office. */
const BY_HOUR = [4, 3, 2, 2, 3, 6, 14, 32, 68, 96, 104, 95, 72, 78, 92, 90, 78, 62, 40, 24, 16, 10, 6, 3]

/**
 * A history of conversations that are over, made in the database: arrivals by the hour as above, waits and handling times
 * log-normal, a tenth abandoned, a twentieth opened again. Nothing in it is left to chance but the seed; rows lie in the order of time, as they come.
 */
export async function fillHistory(query: Queries, history: History): Promise<void> {
  const { conversations, seed, from, days, appUuid, visitorId, groupIds, agentIds } = history
  const random = (salt: string) =>
    sql`((hashtextextended(${sql.lit(salt)} || i, ${sql.lit(seed)}) & 4294967295)::float8 + 0.5) / 4294967296`
  // Box and Muller's.
  const normal = (salt: string) =>
    sql`sqrt(-2 * ln(${random(`${salt}r`)})) * cos(2 * pi() * ${random(`${salt}a`)})`
  const logNormal = (salt: string, median: number, spread: number) =>
    sql`round(${sql.lit(median)} * exp(${sql.lit(spread)} * ${normal(salt)}))::integer`
  const oneOf = (ids: readonly string[], salt: string) =>
    sql`(${ids}::uuid[])[1 + floor(${random(salt)} * ${sql.lit(ids.length)})::integer]`
  await sql`
    create temp table made as
    with hours as (
      select hour - 1 as hour, sum(weight) over (order by hour) - weight as low, sum(weight) over (order by hour) as high,
        sum(weight) over () as total
      from unnest(${BY_HOUR}::integer[]) with ordinality as h(weight, hour)
    ), drawn as (
      select i, md5(${sql.lit(`conversation ${seed} `)} || i)::uuid as id,
        ${from}::timestamptz + make_interval(days => floor(${random('day')} * ${sql.lit(days)})::integer)
          + make_interval(hours => h.hour::integer) + make_interval(secs => floor(${random('second')} * 3600)) as at,
        ${random('abandon')} < 0.1 as abandons, ${random('reopen')} < 0.05 as reopens, ${random('bot')} < 0.2 as by_bot,
        ${random('resolve')} < 0.8 as resolves, ${random('rate')} as rate, ${random('score')} as score,
        ${logNormal('wait', 40, 1.1)} as waited, ${logNormal('response', 25, 0.8)} as response,
        ${logNormal('duration', 420, 0.7)} as duration, ${logNormal('estimate', 45, 0.5)} as estimated,
        ${logNormal('words', 8, 0.5)} as words, ${random('transfer')} < 0.08 as transfers, ${random('miss')} < 0.03 as misses,
        ${oneOf(groupIds, 'group')} as group_id, ${oneOf(agentIds, 'agent')} as agent_id,
        (array['billing', 'device', 'log-in', 'other'])[1 + floor(${random('tag')} * 4)::integer] as tag
      from generate_series(1, ${sql.lit(conversations)}) as i
      cross join lateral (select ${random('hour')} as u) r
      join hours h on r.u * h.total >= h.low and r.u * h.total < h.high
    )
    select *, case when rate < 0.3 and not abandons
      then (case when score < 0.62 then 5 when score < 0.85 then 4 when score < 0.92 then 3 when score < 0.96 then 2 else 1 end)
      end as rating
    from drawn`.execute(query)
  await sql`
    insert into conversations (id, app_uuid, visitor_id, client_id, status, prechat, group_id, agent_id, priority, tags,
      created_at, updated_at, public_updated_at, assigned_at, first_response_at, closed_at, closed_reason, resolved, rating,
      rating_comment)
    select id, ${appUuid}, ${visitorId}, ${sql.lit(`made ${seed} `)} || i, 'closed', '{}', group_id,
      case when not abandons then agent_id end, 'normal', array[tag], at, at, at, null, null,
      at + make_interval(secs => waited + duration), case when abandons then 'abandoned' else 'agent' end,
      resolves and not abandons, rating, case when rating is not null and i % 3 = 0 then 'Said ' || i end
    from made order by at`.execute(query)
  await sql`
    insert into episodes (conversation_id, number, app_uuid, group_id, agent_id, started_at, slot, by_bot, handed_over,
      queued_at, wait_ended_at, waited_seconds, estimated_seconds, was_message, assigned_at, response_seconds,
      open_response_seconds, transfers, missed, snoozed_seconds, closed_at, closed_by, resolved, duration_seconds,
      reopened_at, from_visitor, from_agents, from_bots, rating)
    select id, 1, ${appUuid}, group_id, case when not abandons then agent_id end, at,
      floor(extract(epoch from at) / 900)::integer, by_bot, by_bot, at, at + make_interval(secs => waited), waited, estimated,
      i % 50 = 0, case when not abandons then at + make_interval(secs => waited) end,
      case when not abandons then response end, case when not abandons then response end,
      (transfers and not abandons)::integer, (misses and not abandons)::integer, 0,
      at + make_interval(secs => waited + case when abandons then 0 else duration end),
      case when abandons then 'abandoned' else 'agent' end, resolves and not abandons,
      case when not abandons then duration end,
      case when reopens and not abandons then at + make_interval(days => 1 + i % 12) end,
      words, case when abandons then 0 else words + 1 end, case when by_bot then 2 else 0 end, rating
    from made order by at`.execute(query)
  await sql`drop table made`.execute(query)
  await sql`analyze episodes, conversations`.execute(query)
}

/** Whom a history may be about: a visitor, and agents and groups besides those that are there. */
export async function makePeople(query: Queries, appUuid: string, count: { agents: number; groups: number }) {
  const id = (kind: number, index: number) =>
    `00000000-0000-7000-800${kind}-${String(index).padStart(12, '0')}`
  const ids = (kind: number, length: number) => Array.from({ length }, (_, index) => id(kind, index))
  const [visitorId, agentIds, groupIds] = [id(1, 0), ids(2, count.agents), ids(3, count.groups)]
  await sql`
    insert into visitors (id, app_uuid, attributes, page, language, created_at, last_seen_at)
    values (${visitorId}, ${appUuid}, '{}', 'null', 'de', now(), now())`.execute(query)
  await sql`
    insert into agents (id, name, email, password_hash, role, chosen_status, max_chats, created_at)
    select id, 'Agent ' || n, n || '@example.com', '', 'agent', 'offline', 3, now()
    from unnest(${agentIds}::uuid[]) with ordinality as a(id, n)`.execute(query)
  await sql`
    insert into groups (id, name, is_default, created_at)
    select id, 'Group ' || n, false, now() from unnest(${groupIds}::uuid[]) with ordinality as g(id, n)`.execute(
    query,
  )
  return { visitorId, agentIds, groupIds }
}

import type { BreakdownBy, ReportFigure } from '@biometrics/chat-protocol'
import { type RawBuilder, sql } from 'kysely'
import { type Eyes, reachable } from '../reach.ts'
import type { Queries } from '../database/database.ts'
import { TAKEN_BACK_DAYS } from './definitions.ts'
import type { Tally } from './distribution.ts'
import { SLOT_MS } from './episode.ts'

/** What a report is about: what began, or began again, in a range. */
export interface Scope {
  from: Date
  to: Date
  /** Of the range only these; without it, all of it. */
  pieces?: readonly { from: Date; to: Date }[] | undefined
  appId?: string | undefined
  groupId?: string | undefined
  agentId?: string | undefined
  tag?: string | undefined
}

const ABANDONED = sql`(e.closed_at is not null and e.assigned_at is null and e.queued_at is not null)`
const RESOLVED = sql`(e.closed_at is not null and e.resolved is true and not ${ABANDONED} and (
  e.reopened_at is null or e.reopened_at - e.closed_at >= ${sql.lit(`${TAKEN_BACK_DAYS} days`)}::interval
))`
const WAITED = sql`(case when not e.was_message then e.waited_seconds end)`
const SOLVED_BY_BOT = sql`(e.by_bot and not e.handed_over and e.assigned_at is null and e.closed_at is not null)`

/** `definitions.ts` in SQL: figures of which there are several values. */
const MEASURES = {
  waitTime: WAITED,
  firstResponse: sql`e.response_seconds`,
  firstResponseInHours: sql`e.open_response_seconds`,
  chatDuration: sql`e.duration_seconds`,
  rating: sql`e.rating`,
  messages: sql`(e.from_visitor + e.from_agents + e.from_bots)`,
  estimateError: sql`(case when e.assigned_at is not null then abs(e.estimated_seconds - ${WAITED}) end)`,
} satisfies Record<string, RawBuilder<unknown>>
export type Measure = keyof typeof MEASURES
/** Those of which a report shows mean, median and p90. */
export const MEASURES_TALLIED = Object.keys(MEASURES) as Measure[]
export const MEASURE_NAMES = MEASURES_TALLIED.filter((name) => name !== 'rating')

/** The same of which an episode has it or not. */
const MARKS = {
  closed: sql`(e.closed_at is not null)`,
  abandoned: ABANDONED,
  resolved: RESOLVED,
  missed: sql`(e.missed > 0)`,
  transferred: sql`(e.transfers > 0)`,
  byBot: sql`e.by_bot`,
  solvedByBot: SOLVED_BY_BOT,
  rated: sql`(e.rating is not null)`,
  satisfied: sql`(e.rating >= 4)`,
} satisfies Record<string, RawBuilder<unknown>>
export type Mark = keyof typeof MARKS
export const MARK_NAMES = Object.keys(MARKS) as Mark[]

export type Counts = Record<Mark | 'started', number>
export const COUNT_NAMES = ['started', ...MARK_NAMES] as const

const COUNTS = sql.join([
  sql`count(*)::integer as started`,
  ...Object.entries(MARKS).map(
    ([name, mark]) => sql`(count(*) filter (where ${mark}))::integer as ${sql.ref(name)}`,
  ),
])

/** What an episode must be to be counted by a figure. */
const COUNTED_BY: Record<ReportFigure, RawBuilder<unknown>> = {
  started: sql`true`,
  ...MARKS,
  unresolved: sql`(e.closed_at is not null and not ${RESOLVED})`,
  unsatisfied: sql`(e.rating < 4)`,
  waitTime: sql`${WAITED} is not null`,
  firstResponse: sql`e.response_seconds is not null`,
  chatDuration: sql`e.duration_seconds is not null`,
  estimateError: sql`${MEASURES.estimateError} is not null`,
}

function within({ from, to, pieces, appId, groupId, agentId, tag }: Scope): RawBuilder<unknown> {
  const between = (range: { from: Date; to: Date }) =>
    sql`(e.started_at >= ${range.from} and e.started_at < ${range.to})`
  const conditions = [
    pieces === undefined ? between({ from, to }) : sql`(${sql.join(pieces.map(between), sql` or `)})`,
  ]
  if (appId !== undefined) conditions.push(sql`e.app_uuid = ${appId}`)
  if (groupId !== undefined) conditions.push(sql`e.group_id = ${groupId}`)
  if (agentId !== undefined) conditions.push(sql`e.agent_id = ${agentId}`)
  if (tag !== undefined)
    conditions.push(
      sql`exists (select from conversations c where c.id = e.conversation_id and ${tag} = any(c.tags))`,
    )
  return sql.join(conditions, sql` and `)
}

/** How often each value of a figure occurs. */
export async function readTally(query: Queries, scope: Scope, measure: Measure): Promise<Tally> {
  const value = MEASURES[measure]
  const { rows } = await sql<{ value: number; times: number }>`
    select ${value} as value, count(*)::integer as times from episodes e
    where ${within(scope)} and ${value} is not null group by 1`.execute(query)
  return new Map(rows.map(({ value, times }) => [value, times]))
}

export async function readCounts(query: Queries, scope: Scope): Promise<Counts> {
  const { rows } = await sql<Counts>`select ${COUNTS} from episodes e where ${within(scope)}`.execute(query)
  return rows[0] as Counts
}

/** What is known of each quarter of an hour. */
export const SLOT_SUMS = [
  'started',
  'closed',
  'resolved',
  'abandoned',
  'rated',
  'satisfied',
  'waits',
  'waited',
  'responses',
  'responded',
] as const
export type SlotSum = (typeof SLOT_SUMS)[number]
export type SlotRow = Record<SlotSum | 'slot', number>

/** What began in each quarter of an hour, in their order; days and hours of a zone are whole ones of them. */
export async function readSlots(query: Queries, scope: Scope): Promise<SlotRow[]> {
  const { rows } = await sql<SlotRow>`
    select e.slot, ${COUNTS}, count(${WAITED})::integer as waits, coalesce(sum(${WAITED}), 0)::float8 as waited,
      count(e.response_seconds)::integer as responses, coalesce(sum(e.response_seconds), 0)::float8 as responded
    from episodes e where ${within(scope)} group by e.slot order by e.slot`.execute(query)
  return rows
}

/** An episode as it is counted: what it has, and the values of which there are several. */
export type Fact = Record<Mark, boolean> &
  Record<Measure, number | null> & {
    slot: number
    app: string
    group: string | null
    agent: string | null
    closedBy: string | null
    language: string | null
    timeZone: string | null
    tags: string[]
  }

const FACT = sql.join([
  ...[...Object.entries(MARKS), ...Object.entries(MEASURES)].map(
    ([name, value]) => sql`${value} as ${sql.ref(name)}`,
  ),
  sql`e.slot, e.app_uuid::text as app, e.group_id::text as "group", e.agent_id::text as agent, e.closed_by as "closedBy"`,
  sql`k.tags, coalesce(k.language, v.language) as language, v.time_zone as "timeZone"`,
])

/** Each episode of a range, in no order. */
export async function readFacts(query: Queries, scope: Scope): Promise<Fact[]> {
  const { rows } = await sql<Fact>`
    select ${FACT} from episodes e join conversations k on k.id = e.conversation_id join visitors v on v.id = k.visitor_id
    where ${within(scope)}`.execute(query)
  return rows
}

/** By what a report is broken down; tags and languages are those of the conversation and its visitor now. */
const KEYS: Record<BreakdownBy, { key: RawBuilder<unknown>; join: RawBuilder<unknown> }> = {
  app: { key: sql`e.app_uuid::text`, join: sql`` },
  group: { key: sql`e.group_id::text`, join: sql`` },
  agent: { key: sql`e.agent_id::text`, join: sql`` },
  closedBy: { key: sql`e.closed_by`, join: sql`` },
  tag: {
    key: sql`t.tag`,
    join: sql`join conversations k on k.id = e.conversation_id
      left join lateral unnest(k.tags) as t(tag) on true`,
  },
  language: {
    key: sql`coalesce(k.language, v.language)`,
    join: sql`join conversations k on k.id = e.conversation_id join visitors v on v.id = k.visitor_id`,
  },
  // The zone of the visitor's clock; `read-figures.ts` knows where that is.
  country: {
    key: sql`v.time_zone`,
    join: sql`join conversations k on k.id = e.conversation_id join visitors v on v.id = k.visitor_id`,
  },
}

export type KeyedCounts = Counts & { key: string | null }

export async function readCountsBy(query: Queries, scope: Scope, by: BreakdownBy): Promise<KeyedCounts[]> {
  const { key, join } = KEYS[by]
  const { rows } = await sql<KeyedCounts>`
    select ${key} as key, ${COUNTS} from episodes e ${join} where ${within(scope)}
    group by 1 order by started desc, 1`.execute(query)
  return rows
}

export async function readTalliesBy(
  query: Queries,
  scope: Scope,
  measure: Measure,
  by: BreakdownBy,
): Promise<Map<string | null, Tally>> {
  const { key, join } = KEYS[by]
  const value = MEASURES[measure]
  const { rows } = await sql<{ key: string | null; value: number; times: number }>`
    select ${key} as key, ${value} as value, count(*)::integer as times from episodes e ${join}
    where ${within(scope)} and ${value} is not null group by 1, 2`.execute(query)
  const tallies = new Map<string | null, Map<number, number>>()
  for (const { key, value, times } of rows) {
    const tally = tallies.get(key) ?? new Map<number, number>()
    tallies.set(key, tally.set(value, times))
  }
  return tallies
}

export interface BehindRow {
  conversation_id: string
  number: number
  started_at: Date
  /** As text, to the microsecond. */
  place: string
  closed_at: Date | null
  visitor: string | null
  group_name: string | null
  agent_name: string | null
  tags: string[]
  closed_by: string | null
  is_resolved: boolean | null
  is_abandoned: boolean
  waited: number | null
  response_seconds: number | null
  duration_seconds: number | null
  messages: number
  rating: number | null
  rating_comment: string | null
}

export interface Behind {
  figure: ReportFigure
  timeZone: string
  weekday?: number | undefined
  hour?: number | undefined
  score?: number | undefined
  commented?: boolean | undefined
  after?: { startedAt: string; id: string; number: number } | undefined
  limit: number
}

/** The episodes that a figure counts, newest first. */
export async function listBehind(
  query: Queries,
  eyes: Eyes,
  scope: Scope,
  behind: Behind,
): Promise<BehindRow[]> {
  const { figure, timeZone, weekday, hour, score, commented, after, limit } = behind
  const conditions = [within(scope), COUNTED_BY[figure], reachable(eyes)]
  const local = sql`(to_timestamp(e.slot::float8 * ${SLOT_MS / 1_000}) at time zone ${timeZone})`
  if (weekday !== undefined) conditions.push(sql`extract(isodow from ${local}) = ${weekday}`)
  if (hour !== undefined) conditions.push(sql`extract(hour from ${local}) = ${hour}`)
  if (score !== undefined) conditions.push(sql`e.rating = ${score}`)
  if (commented === true) conditions.push(sql`e.rating is not null and c.rating_comment is not null`)
  if (after !== undefined)
    conditions.push(
      sql`(e.started_at, e.conversation_id, e.number) < (${after.startedAt}::timestamptz, ${after.id}::uuid, ${after.number})`,
    )
  const { rows } = await sql<BehindRow>`
    select e.conversation_id, e.number, e.started_at, e.started_at::text as place, e.closed_at, v.name as visitor,
      g.name as group_name, a.name as agent_name, c.tags, e.closed_by,
      case when e.closed_at is not null then ${RESOLVED} end as is_resolved, ${ABANDONED} as is_abandoned,
      ${WAITED} as waited, e.response_seconds, e.duration_seconds, ${MEASURES.messages} as messages, e.rating,
      case when e.rating is not null then c.rating_comment end as rating_comment
    from episodes e
    join conversations c on c.id = e.conversation_id
    join visitors v on v.id = c.visitor_id
    left join groups g on g.id = e.group_id
    left join agents a on a.id = e.agent_id
    where ${sql.join(conditions, sql` and `)}
    order by e.started_at desc, e.conversation_id desc, e.number desc limit ${limit}`.execute(query)
  return rows
}

/** What those who are in a breakdown are called. */
export async function readLabels(
  query: Queries,
  by: BreakdownBy,
  keys: readonly string[],
): Promise<Map<string, string>> {
  if (by !== 'app' && by !== 'group' && by !== 'agent') return new Map(keys.map((key) => [key, key]))
  const table = { app: 'apps', group: 'groups', agent: 'agents' }[by]
  const { rows } = await sql<{ id: string; name: string }>`
    select id::text, name from ${sql.table(table)} where id = any(${keys}::uuid[])`.execute(query)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

import type { AgentStatus } from '@biometrics/chat-protocol'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'
import { onlyGroups } from './only-groups.ts'

export interface AgentRow extends Selectable<Schema['agents']> {
  /** Conversations that count against capacity now. */
  active_chats: number
  group_ids: string[]
  /** Null: every conversation is theirs to see. */
  only_groups: string[] | null
}

/** For the stores of this folder: agents as rows, to which more can be joined. */
export function selectAgents(query: Queries) {
  const activeChats = sql<number>`(
    select count(*)::integer from conversations c
    where c.agent_id = agents.id and c.status = 'active' and c.parked_at is null
  )`
  const groupIds = sql<string[]>`array(
    select m.group_id::text from group_members m where m.agent_id = agents.id order by 1
  )`
  return query
    .selectFrom('agents')
    .selectAll('agents')
    .select([activeChats.as('active_chats'), groupIds.as('group_ids'), onlyGroups.as('only_groups')])
}

export async function findAgent(query: Queries, id: string): Promise<AgentRow | undefined> {
  return selectAgents(query).where('agents.id', '=', id).executeTakeFirst()
}

export async function findAgentByEmail(query: Queries, email: string): Promise<AgentRow | undefined> {
  return selectAgents(query).where(sql`lower(email)`, '=', email.toLowerCase()).executeTakeFirst()
}

export async function listAgents(
  query: Queries,
  after: string | undefined,
  limit: number,
): Promise<AgentRow[]> {
  let rows = selectAgents(query).orderBy('agents.id').limit(limit)
  if (after !== undefined) rows = rows.where('agents.id', '>', after)
  return rows.execute()
}

export async function countAgents(query: Queries): Promise<number> {
  const row = await query
    .selectFrom('agents')
    .select((column) => column.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function insertAgent(query: Queries, row: Insertable<Schema['agents']>): Promise<void> {
  await query.insertInto('agents').values(row).execute()
}

export async function updateAgent(
  query: Queries,
  id: string,
  change: Omit<Updateable<Schema['agents']>, 'id'>,
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('agents')
    .set(change)
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/**
 * Holds agents in the order of their ids, so that two who hold several cannot wait for each other. Their keys stay free: a
 * conversation that names an agent holds those, and two that name the same one would wait for each other.
 */
export async function lockAgents(trx: Queries, ids: readonly string[], now: Date): Promise<void> {
  await sql`
    update agents set idle_since = ${now} where id = any(array(
      select id from agents where id = any(${ids}::uuid[]) order by id for no key update
    ))`.execute(trx)
}

export async function deleteAgent(query: Queries, id: string): Promise<boolean> {
  const { numDeletedRows } = await query.deleteFrom('agents').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}

export async function listStatuses(
  query: Queries,
): Promise<Pick<AgentRow, 'id' | 'chosen_status' | 'connected_until' | 'is_idle'>[]> {
  return query.selectFrom('agents').select(['id', 'chosen_status', 'connected_until', 'is_idle']).execute()
}

/** Agents with a socket on some node. */
export async function listConnectedAgents(
  query: Queries,
  now: Date,
): Promise<Pick<AgentRow, 'id' | 'only_groups'>[]> {
  return query
    .selectFrom('agents')
    .select(['id', onlyGroups.as('only_groups')])
    .where('connected_until', '>', now)
    .execute()
}

/** Somebody who was gone is active by coming; another device of one who is here says nothing. */
export async function connectAgent(query: Queries, id: string, until: Date, now: Date): Promise<void> {
  await sql`
    update agents set connected_until = ${until},
      active_at = case when coalesce(connected_until, '-infinity') <= ${now} then ${now} else active_at end,
      is_idle = is_idle and coalesce(connected_until, '-infinity') > ${now}
    where id = ${id}`.execute(query)
}

/** Keeps agents connected; in the order of their ids, so that two nodes with the same agents cannot wait for each other. */
export async function prolongAgents(query: Queries, ids: readonly string[], until: Date): Promise<void> {
  await sql`
    update agents set connected_until = ${until} where id = any(array(
      select id from agents where id = any(${ids}::uuid[]) order by id for no key update
    ))`.execute(query)
}

/** The status as it is now, in SQL; `effectiveStatus` says the same. */
const statusAt = (now: Date) => sql<AgentStatus>`case
  when connected_until is null or connected_until <= ${now} then 'offline'
  when chosen_status = 'online' and is_idle then 'away'
  else chosen_status end`

export interface NoticedStatus {
  noticed: AgentStatus
  status: AgentStatus
}

/** What is so, and what somebody has drawn the consequences of. */
export async function readStatus(query: Queries, id: string, now: Date): Promise<NoticedStatus | undefined> {
  return query
    .selectFrom('agents')
    .select(['noticed_status as noticed', statusAt(now).as('status')])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** False when somebody else was quicker. */
export async function writeNoticed(
  trx: Queries,
  id: string,
  { noticed, status }: NoticedStatus,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('agents')
    .set({ noticed_status: status, status_since: now })
    .where('id', '=', id)
    .where('noticed_status', '=', noticed)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function listUnnoticed(query: Queries, now: Date): Promise<string[]> {
  const rows = await query
    .selectFrom('agents')
    .select('id')
    .where('noticed_status', '<>', statusAt(now))
    .execute()
  return rows.map(({ id }) => id)
}

/** Whom no device has seen for the set time is idle; that nobody has set is the rule. */
export async function noticeIdle(query: Queries, now: Date): Promise<void> {
  await sql`
    update agents set is_idle = true from settings s
    where s.away_after_minutes is not null and chosen_status = 'online' and not is_idle and connected_until > ${now}
      and active_at <= ${now}::timestamptz - make_interval(mins => s.away_after_minutes)`.execute(query)
}

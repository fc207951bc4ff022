import type { AgentStatus } from '@biometrics/chat-protocol'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export interface AgentRow extends Selectable<Schema['agents']> {
  /** Conversations that count against capacity now. */
  active_chats: number
  group_ids: string[]
}

function select(query: Queries) {
  const activeChats = sql<number>`(
    select count(*)::integer from conversations c
    where c.agent_id = agents.id and c.status = 'active' and c.parked_at is null
  )`
  const groupIds = sql<string[]>`array(
    select m.group_id::text from group_members m where m.agent_id = agents.id order by 1
  )`
  return query
    .selectFrom('agents')
    .selectAll()
    .select([activeChats.as('active_chats'), groupIds.as('group_ids')])
}

export async function findAgent(query: Queries, id: string): Promise<AgentRow | undefined> {
  return select(query).where('id', '=', id).executeTakeFirst()
}

export async function findAgentByEmail(query: Queries, email: string): Promise<AgentRow | undefined> {
  return select(query).where(sql`lower(email)`, '=', email.toLowerCase()).executeTakeFirst()
}

export async function listAgents(
  query: Queries,
  after: string | undefined,
  limit: number,
): Promise<AgentRow[]> {
  let rows = select(query).orderBy('id').limit(limit)
  if (after !== undefined) rows = rows.where('id', '>', after)
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
export async function listConnectedAgents(query: Queries, now: Date): Promise<string[]> {
  const rows = await query.selectFrom('agents').select('id').where('connected_until', '>', now).execute()
  return rows.map(({ id }) => id)
}

/** Somebody who was gone is active by coming; another device of one who is here says nothing. */
export async function connectAgent(query: Queries, id: string, until: Date, now: Date): Promise<void> {
  await sql`
    update agents set connected_until = ${until},
      active_at = case when coalesce(connected_until, '-infinity') <= ${now} then ${now} else active_at end,
      is_idle = is_idle and coalesce(connected_until, '-infinity') > ${now}
    where id = ${id}`.execute(query)
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

/** Sessions are found by the hash of their token only, so a copy of the table opens nothing. */
export async function insertAgentSession(
  query: Queries,
  row: Selectable<Schema['agent_sessions']>,
): Promise<void> {
  await query.insertInto('agent_sessions').values(row).execute()
}

export async function findAgentBySession(
  query: Queries,
  tokenHash: Buffer,
  now: Date,
): Promise<AgentRow | undefined> {
  return select(query)
    .where(
      'id',
      'in',
      query
        .selectFrom('agent_sessions')
        .select('agent_id')
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', now),
    )
    .executeTakeFirst()
}

export async function findAgentsBySessions(
  query: Queries,
  tokenHashes: readonly Buffer[],
  now: Date,
): Promise<(Pick<AgentRow, 'id' | 'name' | 'role'> & { token_hash: Buffer })[]> {
  return query
    .selectFrom('agent_sessions')
    .innerJoin('agents', 'agents.id', 'agent_sessions.agent_id')
    .select(['agents.id', 'agents.name', 'agents.role', 'agent_sessions.token_hash'])
    .where('token_hash', '=', sql<Buffer>`any(${tokenHashes})`)
    .where('expires_at', '>', now)
    .execute()
}

export async function deleteAgentSession(query: Queries, tokenHash: Buffer): Promise<void> {
  await query.deleteFrom('agent_sessions').where('token_hash', '=', tokenHash).execute()
}

export async function deleteSessionsOf(query: Queries, agentId: string): Promise<void> {
  await query.deleteFrom('agent_sessions').where('agent_id', '=', agentId).execute()
}

import { type Insertable, type Selectable, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'
import { onlyGroups } from './only-groups.ts'
import { type AgentRow, selectAgents } from './agent-store.ts'

export type SessionRow = Selectable<Schema['agent_sessions']>

/** Those that count at a moment: neither too old nor too long unused, and of agents who may sign in. */
export interface Moment {
  now: Date
  /** Whoever was last here before it is gone. */
  idleSince: Date
}

/** Sessions are found by the hash of their token only, so a copy of the table opens nothing. */
export async function insertSession(
  query: Queries,
  row: Insertable<Schema['agent_sessions']>,
): Promise<void> {
  await query.insertInto('agent_sessions').values(row).execute()
}

const live = ({ now, idleSince }: Moment) => sql<boolean>`
  s.expires_at > ${now} and s.last_used_at > ${idleSince} and agents.deactivated_at is null`

/** An admin demands a second factor, and this one signed in without having any. */
const lacksSecondFactor = sql<boolean>`
  agents.totp_secret is null and not s.by_provider and (select require_second_factor from settings)`

export interface SignInRow extends AgentRow {
  session_used_at: Date
  lacks_second_factor: boolean
}

export async function findAgentBySession(
  query: Queries,
  tokenHash: Buffer,
  moment: Moment,
): Promise<SignInRow | undefined> {
  return selectAgents(query)
    .innerJoin('agent_sessions as s', 's.agent_id', 'agents.id')
    .select(['s.last_used_at as session_used_at', lacksSecondFactor.as('lacks_second_factor')])
    .where('s.token_hash', '=', tokenHash)
    .where(live(moment))
    .executeTakeFirst()
}

export async function findAgentsBySessions(
  query: Queries,
  tokenHashes: readonly Buffer[],
  moment: Moment,
): Promise<
  (Pick<AgentRow, 'id' | 'name' | 'role' | 'only_groups'> & Pick<SessionRow, 'token_hash' | 'last_used_at'>)[]
> {
  return query
    .selectFrom('agent_sessions as s')
    .innerJoin('agents', 'agents.id', 's.agent_id')
    .select(['agents.id', 'agents.name', 'agents.role', 's.token_hash', 's.last_used_at'])
    .select(onlyGroups.as('only_groups'))
    .where('s.token_hash', '=', sql<Buffer>`any(${tokenHashes})`)
    .where(live(moment))
    .where(sql<boolean>`not (${lacksSecondFactor})`)
    .execute()
}

/** Somebody is here by these. */
export async function touchSessions(
  query: Queries,
  tokenHashes: readonly Buffer[],
  now: Date,
): Promise<void> {
  await query
    .updateTable('agent_sessions')
    .set({ last_used_at: now })
    .where('token_hash', '=', sql<Buffer>`any(${tokenHashes})`)
    .execute()
}

export async function listSessionsOf(query: Queries, agentId: string, moment: Moment): Promise<SessionRow[]> {
  return query
    .selectFrom('agent_sessions as s')
    .innerJoin('agents', 'agents.id', 's.agent_id')
    .selectAll('s')
    .where('s.agent_id', '=', agentId)
    .where(live(moment))
    .orderBy('s.last_used_at', 'desc')
    .execute()
}

export async function deleteSession(query: Queries, tokenHash: Buffer): Promise<void> {
  await query.deleteFrom('agent_sessions').where('token_hash', '=', tokenHash).execute()
}

/** Ends one of an agent's own; its token's hash, by which its sockets are found. */
export async function deleteOwnSession(
  query: Queries,
  agentId: string,
  id: string,
): Promise<Buffer | undefined> {
  const row = await query
    .deleteFrom('agent_sessions')
    .where('agent_id', '=', agentId)
    .where('id', '=', id)
    .returning('token_hash')
    .executeTakeFirst()
  return row?.token_hash
}

/** Ends all of an agent, except the one that is kept. */
export async function deleteSessionsOf(
  query: Queries,
  agentId: string,
  kept: Buffer | null = null,
): Promise<Buffer[]> {
  let rows = query.deleteFrom('agent_sessions').where('agent_id', '=', agentId)
  if (kept) rows = rows.where('token_hash', '<>', kept)
  return (await rows.returning('token_hash').execute()).map((row) => row.token_hash)
}

export async function deleteDeadSessions(query: Queries, { now, idleSince }: Moment): Promise<void> {
  await query
    .deleteFrom('agent_sessions')
    .where((where) => where.or([where('expires_at', '<=', now), where('last_used_at', '<=', idleSince)]))
    .execute()
}

/** When whoever has it has shown last who they are. */
export async function findProvenAt(query: Queries, tokenHash: Buffer): Promise<Date | undefined> {
  const row = await query
    .selectFrom('agent_sessions')
    .select('proven_at')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row?.proven_at
}

export async function markProven(query: Queries, tokenHash: Buffer, now: Date): Promise<void> {
  await query
    .updateTable('agent_sessions')
    .set({ proven_at: now })
    .where('token_hash', '=', tokenHash)
    .execute()
}

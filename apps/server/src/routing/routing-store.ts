import { type Selectable, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

/** An agent who could take one more conversation of a group now. */
export interface FreeAgent {
  id: string
  group_id: string
  name: string
  skills: string[]
  languages: string[]
  /** Conversations that count, in relation to how many there may be. */
  load: number
  idle_since: Date | null
}

/** Where to look: the queue of one group, or those that one agent answers for. */
export type Scope = { groupId: string } | { agentId: string }

/** Online, with a slot of their own and one of the group; least loaded first, then who has been idle longest. */
export async function findFreeAgents(
  query: Queries,
  scope: Scope | { groupId: string; agentId: string },
  now: Date,
): Promise<FreeAgent[]> {
  const groupId = 'groupId' in scope ? scope.groupId : null
  const agentId = 'agentId' in scope ? scope.agentId : null
  const { rows } = await sql<FreeAgent>`select * from free_agents(${groupId}, ${agentId}, ${now})`.execute(
    query,
  )
  return rows
}

/** Who waits, and what is asked of who answers as it stands now; nothing of it: whoever is free. */
export interface Waiting {
  id: string
  group_id: string
  queued_at: Date
  skills: string[]
  language: string | null
  avoid_agent_id: string | null
  /** Who had the visitor last time, where the app wants that agent first. */
  previous_agent_id: string | null
  /** The group's word of welcome. */
  greeting: string | null
}

/** Who is free, and the first who waits and whom one of them fits: both in one question, since a decision waits for it. */
export async function findPair(
  query: Queries,
  scope: Scope,
  now: Date,
): Promise<{ free: FreeAgent[]; waiting: Waiting | null }> {
  const groupId = 'groupId' in scope ? scope.groupId : null
  const agentId = 'agentId' in scope ? scope.agentId : null
  const { rows } = await sql<{ agent: FreeAgent; waiting: Waiting | null }>`
    with free as materialized (
      select * from free_agents(${groupId}, ${agentId}, ${now}) with ordinality as f(
        id, group_id, name, skills, languages, idle_since, load, place)
    )
    select to_jsonb(f) as agent, to_jsonb(w) as waiting
    from free f left join first_waiting(
      (select jsonb_agg(jsonb_build_object('id', id, 'group_id', group_id, 'skills', skills, 'languages', languages)) from free),
      ${now}
    ) w on true
    order by f.place`.execute(query)
  const waiting = rows[0]?.waiting ?? null
  return {
    free: rows.map(({ agent }) => ({ ...agent, idle_since: agent.idle_since && new Date(agent.idle_since) })),
    waiting: waiting && { ...waiting, queued_at: new Date(waiting.queued_at) },
  }
}

export type WaitingRow = Selectable<Schema['conversations']>

/** Holds it, if it still waits as it did: whoever was sent back meanwhile may ask for somebody else. */
export async function lockWaiting(
  trx: Queries,
  { id, group_id, queued_at }: Waiting,
): Promise<WaitingRow | undefined> {
  return trx
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .where('group_id', '=', group_id)
    .where(sql`date_trunc('milliseconds', queued_at)`, '=', queued_at)
    .forUpdate()
    .executeTakeFirst()
}

/** Holds the agent for the rest of the transaction; always after the conversation. */
export async function lockAgent(trx: Queries, id: string): Promise<void> {
  await sql`select from agents where id = ${id} for no key update`.execute(trx)
}

/** Whether an agent has answered for it before. */
export async function wasAnswered(trx: Queries, conversationId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('assignments')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('to_agent_id', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Groups with automatic routing in which somebody waits. */
export async function listWaitingGroups(query: Queries): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select g.id from groups g where g.routing = 'automatic'
      and exists (select from conversations q where q.status = 'queued' and q.group_id = g.id)`.execute(query)
  return rows.map((row) => row.id)
}

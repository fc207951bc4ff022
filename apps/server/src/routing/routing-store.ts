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
  const { rows } = await sql<FreeAgent>`
    select a.id, m.group_id, a.name, a.skills, a.languages, a.idle_since, b.total::float8 / a.max_chats as load
    from group_members m
    join agents a on a.id = m.agent_id
    join groups g on g.id = m.group_id and g.routing = 'automatic'
    cross join lateral (
      select count(*) as total, count(*) filter (where c.group_id = m.group_id) as of_group
      from conversations c where c.agent_id = a.id and c.status = 'active' and c.parked_at is null
    ) b
    where (${groupId}::uuid is null or m.group_id = ${groupId}) and (${agentId}::uuid is null or a.id = ${agentId})
      and a.role <> 'read-only' and a.chosen_status = 'online' and not a.is_idle and a.connected_until > ${now}
      and b.total < a.max_chats and (m.max_chats is null or b.of_group < m.max_chats)
    order by load, a.idle_since nulls first, a.id`.execute(query)
  return rows
}

/** A conversation's demand as it stands now; relaxed: whoever is free. */
export interface Demand {
  skills: string[]
  language: string | null
  avoid_agent_id: string | null
}

/** What is asked of who answers `q`, of group `g`, at a moment; the one place that says so. */
const demandOf = (now: Date) => ({
  isRelaxed: sql<boolean>`coalesce(q.queued_at + make_interval(secs => g.relax_after_seconds) <= ${now}, false)`,
  isAvoidOver: sql<boolean>`q.queued_at + make_interval(secs => coalesce(g.relax_after_seconds, 120)) <= ${now}`,
  skills: sql<string[]>`q.skills || g.skills`,
  language: sql<
    string | null
  >`coalesce(q.language, case when g.match_language then (select v.language from visitors v where v.id = q.visitor_id) end)`,
})

/** The first who waits and whom one of these agents fits. */
export async function findFirstWaiting(
  query: Queries,
  free: readonly FreeAgent[],
  now: Date,
): Promise<string | null> {
  const groups = [...new Set(free.map((agent) => agent.group_id))]
  const agents = free.map(({ id, group_id, skills, languages }) => ({ id, group_id, skills, languages }))
  const demand = demandOf(now)
  const { rows } = await sql<{ id: string }>`
    select next.id from groups g
    cross join lateral (
      select q.id, q.rank_at, q.queued_at from conversations q
      where q.status = 'queued' and q.group_id = g.id and not q.waits_for_opening and case
        when q.skills = '{}' and g.skills = '{}' and q.language is null and not g.match_language
          and q.avoid_agent_id is null then true
        else exists (
          select from jsonb_to_recordset(${JSON.stringify(agents)}::jsonb)
            as f(id uuid, group_id uuid, skills text[], languages text[])
          where f.group_id = g.id
            and (${demand.isRelaxed} or (${demand.skills} <@ f.skills and speaks(f.languages, ${demand.language})))
            and (${demand.isAvoidOver} or q.avoid_agent_id is distinct from f.id)
        ) end
      order by q.rank_at, q.queued_at, q.id limit 1
    ) next
    where g.id = any(${groups}::uuid[])
    order by next.rank_at, next.queued_at, next.id limit 1`.execute(query)
  return rows[0]?.id ?? null
}

export type WaitingRow = Selectable<Schema['conversations']>

/** Holds it, if it still waits. */
export async function lockWaiting(trx: Queries, id: string): Promise<WaitingRow | undefined> {
  return trx
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .forUpdate()
    .executeTakeFirst()
}

/** What is asked now, and who had the visitor last time, where the app wants that agent first. */
export async function readDemand(
  trx: Queries,
  id: string,
  now: Date,
): Promise<Demand & { previous_agent_id: string | null; greeting: string | null }> {
  const demand = demandOf(now)
  const { rows } = await sql<Demand & { previous_agent_id: string | null; greeting: string | null }>`
    select g.greeting,
      case when ${demand.isRelaxed} then '{}'::text[] else ${demand.skills} end as skills,
      case when not ${demand.isRelaxed} then ${demand.language} end as language,
      case when not ${demand.isAvoidOver} then q.avoid_agent_id end as avoid_agent_id,
      case when a.previous_agent_first then (
        select p.agent_id from conversations p
        where p.visitor_id = q.visitor_id and p.agent_id is not null and p.id <> q.id
        order by p.public_updated_at desc limit 1
      ) end as previous_agent_id
    from conversations q join groups g on g.id = q.group_id join apps a on a.id = q.app_uuid
    where q.id = ${id}`.execute(trx)
  const [row] = rows
  if (!row) throw new Error(`conversation ${id} waits in no group`)
  return row
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

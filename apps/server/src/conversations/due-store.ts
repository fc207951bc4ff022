import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Rules } from './due.ts'

/** What a conversation of no group is held to. */
const NO_GROUP = {
  skills: [],
  match_language: false,
  relax_after_seconds: null,
  overflow_group_id: null,
  overflow_after_minutes: null,
  overflow_when_nobody_online: false,
  offer_timeout_minutes: null,
  silence_minutes: null,
  auto_close_minutes: null,
  answered_keep_minutes: 10,
} as const satisfies Omit<Rules, 'skills'> & { skills: readonly string[] }

export async function readRules(query: Queries, groupId: string | null): Promise<Rules> {
  const { rows } = await sql<Rules>`
    select g.skills, g.match_language, g.relax_after_seconds, g.overflow_group_id, g.overflow_after_minutes,
      g.overflow_when_nobody_online, g.offer_timeout_minutes, g.silence_minutes, g.auto_close_minutes,
      s.answered_keep_minutes
    from groups g, settings s where g.id = ${groupId}`.execute(query)
  return rows[0] ?? { ...NO_GROUP, skills: [] }
}

/** No change that anybody is told of. */
export async function setDue(trx: Queries, id: string, due: Date | null): Promise<void> {
  await trx.updateTable('conversations').set({ due_at: due }).where('id', '=', id).execute()
}

/** Those at which somebody must look, longest due first; of those due together the youngest, so that the oldest comes to the front last. */
export async function listDue(query: Queries, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from conversations where due_at <= ${now} order by due_at, created_at desc limit ${limit}`.execute(
    query,
  )
  return rows.map((row) => row.id)
}

/** Those whose visitor has left the queue for too long. */
export async function listLeft(query: Queries, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from conversations where visitor_until <= ${now} order by visitor_until limit ${limit}`.execute(
    query,
  )
  return rows.map((row) => row.id)
}

/** Looks soon at everything open of a group, whose rules have changed. */
export async function lookAtGroup(query: Queries, groupId: string, now: Date): Promise<void> {
  await sql`
    update conversations set due_at = ${now} where id = any(array(
      select id from conversations where group_id = ${groupId} and status <> 'closed' order by id for update
    ))`.execute(query)
}

/** Looks soon at what an agent works on, who has gone. */
export async function lookAtAgent(query: Queries, agentId: string, now: Date): Promise<void> {
  await sql`
    update conversations set due_at = ${now} where id = any(array(
      select id from conversations where agent_id = ${agentId} and status = 'active' order by id for update
    ))`.execute(query)
}

/** Looks soon at those who wait where now perhaps nobody is, of groups that pass them on then. */
export async function lookAtQueuesOf(query: Queries, agentId: string, now: Date): Promise<void> {
  await sql`
    update conversations set due_at = ${now} where id = any(array(
      select q.id from group_members m
      join groups g on g.id = m.group_id and g.overflow_when_nobody_online and g.overflow_group_id is not null
      join conversations q on q.group_id = g.id and q.status = 'queued'
      where m.agent_id = ${agentId} order by q.id for update of q
    ))`.execute(query)
}

export interface WordRow {
  seq: number
  sender_type: string
  sender_id: string
  event: string | null
  created_at: Date
}

/** The last that the visitor and the others said to each other, newest first. */
export async function lastWords(trx: Queries, conversationId: string, limit: number): Promise<WordRow[]> {
  const { rows } = await sql<WordRow>`
    select seq, sender_type, sender_id, case when type = 'system' then content ->> 'event' end as event, created_at
    from messages where conversation_id = ${conversationId} and public_seq is not null
    order by seq desc limit ${limit}`.execute(trx)
  return rows
}

/** Whether the agent has said something to the visitor since they have it. */
export async function isAnswered(
  trx: Queries,
  conversationId: string,
  agentId: string | null,
  sinceSeq: number,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from messages where conversation_id = ${conversationId} and seq > ${sinceSeq}
      and sender_type = 'agent' and sender_id = ${agentId} and visibility = 'all' limit 1`.execute(trx)
  return rows.length > 0
}

/** Whether anybody of the group is online. */
export async function isAnybodyOnline(trx: Queries, groupId: string | null, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select 1 from group_members m join agents a on a.id = m.agent_id
    where m.group_id = ${groupId} and a.chosen_status = 'online' and not a.is_idle and a.connected_until > ${now}
    limit 1`.execute(trx)
  return rows.length > 0
}

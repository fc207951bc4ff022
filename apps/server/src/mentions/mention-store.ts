import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { onlyGroups } from '../agents/only-groups.ts'
import type { Queries } from '../database/database.ts'
import { type Eyes, type Placed, reachable } from '../reach.ts'
import type { Named } from './find-names.ts'

export interface MentionRow {
  id: string
  agent_id: string
  conversation_id: string
  seq: number
  at: Date
  read_at: Date | null
  content: { text?: string }
  sender_id: string
  sender_name: string | null
  visitor_id: string
  visitor_name: string | null
}

/** Everybody, and what of a conversation says whether it is theirs to see. */
export async function listPeople(
  query: Queries,
  conversationId: string,
): Promise<(Named & Placed & { only_groups: string[] | null })[]> {
  return query
    .selectFrom(['agents', 'conversations as c'])
    .select(['agents.id', 'agents.name', 'c.group_id', 'c.agent_id', onlyGroups.as('only_groups')])
    .where('c.id', '=', conversationId)
    .execute()
}

/** Those of them who were not named there before. */
export async function insertMentions(
  query: Queries,
  note: { conversationId: string; seq: number; at: Date },
  agentIds: readonly string[],
): Promise<string[]> {
  const rows = await query
    .insertInto('mentions')
    .values(
      agentIds.map((agent_id) => ({
        id: uuid(),
        agent_id,
        conversation_id: note.conversationId,
        seq: note.seq,
        at: note.at,
        read_at: null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

const SELECT = sql`
  select n.*, m.content, m.sender_id, m.sender_name, v.id as visitor_id, v.name as visitor_name
  from mentions n
  join messages m on m.conversation_id = n.conversation_id and m.seq = n.seq
  join conversations c on c.id = n.conversation_id
  join visitors v on v.id = c.visitor_id`

export async function findMentions(query: Queries, ids: readonly string[]): Promise<MentionRow[]> {
  const { rows } = await sql<MentionRow>`${SELECT} where n.id = any(${ids}::uuid[])`.execute(query)
  return rows
}

/** Newest first. */
export async function listMentions(
  query: Queries,
  agentId: string,
  eyes: Eyes,
  filter: { onlyUnread: boolean; before: string | undefined; limit: number },
): Promise<MentionRow[]> {
  const { rows } = await sql<MentionRow>`
    ${SELECT} where n.agent_id = ${agentId} and ${reachable(eyes)}
      and (not ${filter.onlyUnread} or n.read_at is null)
      and (${filter.before ?? null}::uuid is null or n.id < ${filter.before ?? null})
    order by n.id desc limit ${filter.limit}`.execute(query)
  return rows
}

export async function countUnread(query: Queries, agentId: string, eyes: Eyes): Promise<number> {
  const { count } = await query
    .selectFrom('mentions')
    .innerJoin('conversations as c', 'c.id', 'mentions.conversation_id')
    .select((column) => column.fn.countAll<number>().as('count'))
    .where('mentions.agent_id', '=', agentId)
    .where('read_at', 'is', null)
    .where(reachable(eyes))
    .executeTakeFirstOrThrow()
  return count
}

export async function markRead(
  query: Queries,
  agentId: string,
  conversationId: string | undefined,
  now: Date,
): Promise<void> {
  let update = query
    .updateTable('mentions')
    .set({ read_at: now })
    .where('agent_id', '=', agentId)
    .where('read_at', 'is', null)
  if (conversationId !== undefined) update = update.where('conversation_id', '=', conversationId)
  await update.execute()
}

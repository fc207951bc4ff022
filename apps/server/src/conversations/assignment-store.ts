import type { AssignmentReason } from '@biometrics/chat-protocol'
import { type Selectable, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type AssignmentRow = Selectable<Schema['assignments']>

export interface NewAssignment {
  id: string
  conversationId: string
  at: Date
  reason: AssignmentReason
  from: { agentId: string | null; groupId: string | null }
  to: { agentId: string | null; groupId: string | null }
  by: { agentId: string; name: string } | null
  detail: string | null
  waitedSeconds: number | null
  estimatedSeconds: number | null
  heldSeconds: number | null
  wasMessage: boolean
  resolved: boolean | null
}

/** One line of history; the names are those of this moment. */
export async function insertAssignment(trx: Queries, line: NewAssignment): Promise<AssignmentRow> {
  const agentName = (id: string | null) =>
    sql<string | null>`(select name from agents where id = ${id}::uuid)`
  const groupName = (id: string | null) =>
    sql<string | null>`(select name from groups where id = ${id}::uuid)`
  return trx
    .insertInto('assignments')
    .values({
      id: line.id,
      conversation_id: line.conversationId,
      at: line.at,
      reason: line.reason,
      from_agent_id: line.from.agentId,
      from_agent_name: agentName(line.from.agentId),
      from_group_id: line.from.groupId,
      from_group_name: groupName(line.from.groupId),
      to_agent_id: line.to.agentId,
      to_agent_name: agentName(line.to.agentId),
      to_group_id: line.to.groupId,
      to_group_name: groupName(line.to.groupId),
      by_agent_id: line.by?.agentId ?? null,
      by_name: line.by?.name ?? null,
      detail: line.detail,
      waited_seconds: line.waitedSeconds,
      estimated_seconds: line.estimatedSeconds,
      held_seconds: line.heldSeconds,
      was_message: line.wasMessage,
      resolved: line.resolved,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Oldest first. */
export async function listAssignments(
  query: Queries,
  conversationId: string,
  after: { at: string; id: string } | undefined,
  limit: number,
): Promise<AssignmentRow[]> {
  let rows = query
    .selectFrom('assignments')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .orderBy('at')
    .orderBy('id')
    .limit(limit)
  if (after !== undefined)
    rows = rows.where(sql<boolean>`(at, id) > (${after.at}::timestamptz, ${after.id}::uuid)`)
  return rows.execute()
}

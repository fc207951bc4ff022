import { type Insertable, type RawBuilder, type Selectable, sql, type Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type CannedResponseRow = Selectable<Schema['canned_responses']>
export type CannedResponseChange = Omit<Updateable<Schema['canned_responses']>, 'id'>

/** Whose eyes: an agent's, who may see the own and those of their groups, or of all groups; null: everybody's alone. */
export type Reader = { agentId: string; seesAllGroups: boolean } | null

function visibleTo(reader: Reader): RawBuilder<boolean> {
  if (reader === null) return sql`(agent_id is null and group_id is null)`
  const { agentId, seesAllGroups } = reader
  return sql`(
    agent_id = ${agentId} or agent_id is null and (
      group_id is null or ${seesAllGroups} or group_id in (select group_id from group_members where agent_id = ${agentId})
    )
  )`
}

export async function findCannedResponse(
  query: Queries,
  id: string,
  reader: Reader,
): Promise<CannedResponseRow | undefined> {
  return query
    .selectFrom('canned_responses')
    .selectAll()
    .where('id', '=', id)
    .where(visibleTo(reader))
    .executeTakeFirst()
}

export async function listCannedResponses(
  query: Queries,
  reader: Reader,
  after: string | undefined,
  limit: number,
): Promise<CannedResponseRow[]> {
  let rows = query
    .selectFrom('canned_responses')
    .selectAll()
    .where(visibleTo(reader))
    .orderBy('id')
    .limit(limit)
  if (after !== undefined) rows = rows.where('id', '>', after)
  return rows.execute()
}

/** The one with the same shortcut for the same people in the same language. */
export async function findTwin(
  query: Queries,
  { shortcut, agent_id, group_id, language }: CannedPlace,
): Promise<string | undefined> {
  const row = await query
    .selectFrom('canned_responses')
    .select('id')
    .where('shortcut', '=', shortcut)
    .where(
      sql<boolean>`agent_id is not distinct from ${agent_id}::uuid and group_id is not distinct from ${group_id}::uuid
        and language is not distinct from ${language}::text`,
    )
    .executeTakeFirst()
  return row?.id
}

export type CannedPlace = Pick<CannedResponseRow, 'shortcut' | 'agent_id' | 'group_id' | 'language'>

export async function insertCannedResponse(
  query: Queries,
  row: Insertable<Schema['canned_responses']>,
): Promise<CannedResponseRow> {
  return query.insertInto('canned_responses').values(row).returningAll().executeTakeFirstOrThrow()
}

export async function updateCannedResponse(
  query: Queries,
  id: string,
  change: CannedResponseChange,
): Promise<void> {
  if (Object.keys(change).length === 0) return
  await query.updateTable('canned_responses').set(change).where('id', '=', id).execute()
}

export async function countUse(query: Queries, id: string): Promise<void> {
  await query
    .updateTable('canned_responses')
    .set({ uses: sql<number>`uses + 1` })
    .where('id', '=', id)
    .execute()
}

export async function deleteCannedResponse(query: Queries, id: string): Promise<void> {
  await query.deleteFrom('canned_responses').where('id', '=', id).execute()
}

import type { Selectable, Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type CannedResponseRow = Selectable<Schema['canned_responses']>
export type CannedResponseChange = Omit<Updateable<Schema['canned_responses']>, 'id'>

export async function findCannedResponse(query: Queries, id: string): Promise<CannedResponseRow | undefined> {
  return query.selectFrom('canned_responses').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function listCannedResponses(
  query: Queries,
  after: string | undefined,
  limit: number,
): Promise<CannedResponseRow[]> {
  let rows = query.selectFrom('canned_responses').selectAll().orderBy('id').limit(limit)
  if (after !== undefined) rows = rows.where('id', '>', after)
  return rows.execute()
}

export async function insertCannedResponse(query: Queries, row: CannedResponseRow): Promise<void> {
  await query.insertInto('canned_responses').values(row).execute()
}

export async function updateCannedResponse(
  query: Queries,
  id: string,
  change: CannedResponseChange,
): Promise<boolean> {
  if (Object.keys(change).length === 0) return (await findCannedResponse(query, id)) !== undefined
  const { numUpdatedRows } = await query
    .updateTable('canned_responses')
    .set(change)
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function deleteCannedResponse(query: Queries, id: string): Promise<boolean> {
  const { numDeletedRows } = await query
    .deleteFrom('canned_responses')
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

import type { Selectable, Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type ApiKeyRow = Selectable<Schema['api_keys']>
export type ApiKeyChange = Omit<Updateable<Schema['api_keys']>, 'id'>

export async function insertApiKey(query: Queries, row: ApiKeyRow): Promise<void> {
  await query.insertInto('api_keys').values(row).execute()
}

export async function findApiKey(query: Queries, id: string): Promise<ApiKeyRow | undefined> {
  return query.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Keys are found by the hash of their token only, so a copy of the table opens nothing. */
export async function findApiKeyByToken(
  query: Queries,
  tokenHash: Buffer,
  now: Date,
): Promise<ApiKeyRow | undefined> {
  return query
    .selectFrom('api_keys')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .executeTakeFirst()
}

export async function listApiKeys(
  query: Queries,
  after: string | undefined,
  limit: number,
): Promise<ApiKeyRow[]> {
  let rows = query.selectFrom('api_keys').selectAll().orderBy('id').limit(limit)
  if (after !== undefined) rows = rows.where('id', '>', after)
  return rows.execute()
}

export async function updateApiKey(
  query: Queries,
  id: string,
  change: ApiKeyChange,
): Promise<ApiKeyRow | undefined> {
  if (Object.keys(change).length === 0) return findApiKey(query, id)
  return query.updateTable('api_keys').set(change).where('id', '=', id).returningAll().executeTakeFirst()
}

export async function deleteApiKey(query: Queries, id: string): Promise<boolean> {
  const { numDeletedRows } = await query.deleteFrom('api_keys').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}

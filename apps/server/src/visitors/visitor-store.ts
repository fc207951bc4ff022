import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type VisitorRow = Selectable<Schema['visitors']>
export type VisitorChange = Omit<Updateable<Schema['visitors']>, 'id'>

export async function findVisitorBySession(
  query: Queries,
  tokenHash: Buffer,
  now: Date,
): Promise<VisitorRow | undefined> {
  return query
    .selectFrom('visitors')
    .selectAll('visitors')
    .innerJoin('visitor_sessions', 'visitor_sessions.visitor_id', 'visitors.id')
    .where('visitor_sessions.token_hash', '=', tokenHash)
    .where('visitor_sessions.expires_at', '>', now)
    .executeTakeFirst()
}

export async function findVisitorByExternalId(
  query: Queries,
  appUuid: string,
  externalId: string,
): Promise<VisitorRow | undefined> {
  return query
    .selectFrom('visitors')
    .selectAll()
    .where('app_uuid', '=', appUuid)
    .where('external_id', '=', externalId)
    .executeTakeFirst()
}

export async function insertVisitor(
  query: Queries,
  row: Insertable<Schema['visitors']>,
): Promise<VisitorRow> {
  return query.insertInto('visitors').values(row).returningAll().executeTakeFirstOrThrow()
}

export async function changeVisitor(query: Queries, id: string, change: VisitorChange): Promise<VisitorRow> {
  return query
    .updateTable('visitors')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function insertVisitorSession(
  query: Queries,
  row: Selectable<Schema['visitor_sessions']>,
): Promise<void> {
  await query.insertInto('visitor_sessions').values(row).execute()
}

export async function prolongVisitorSession(
  query: Queries,
  tokenHash: Buffer,
  expiresAt: Date,
): Promise<void> {
  await query
    .updateTable('visitor_sessions')
    .set({ expires_at: expiresAt })
    .where('token_hash', '=', tokenHash)
    .execute()
}

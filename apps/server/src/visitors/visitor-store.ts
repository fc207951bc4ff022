import type { Page } from '@biometrics/chat-protocol'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Database, Queries } from '../database/database.ts'
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

/** A session with what a socket must know of its visitor and app. */
export interface SessionRow {
  token_hash: Buffer
  expires_at: Date
  visitor_id: string
  name: string | null
  app_uuid: string
  app_id: string
  allowed_origins: string[]
  page_hours: string | null
}

const BY_SESSIONS = `
  select s.token_hash, s.expires_at, v.id as visitor_id, v.name, a.id as app_uuid, a.app_id, a.allowed_origins,
    s.page_hours
  from visitor_sessions s
  join visitors v on v.id = s.visitor_id
  join apps a on a.id = v.app_uuid
  where s.token_hash = any($1::bytea[]) and s.expires_at > $2`

export async function findVisitorsBySessions(
  database: Pick<Database, 'prepared'>,
  tokenHashes: readonly Buffer[],
  now: Date,
): Promise<SessionRow[]> {
  return database.prepared<SessionRow>('visitors_by_sessions', BY_SESSIONS, [tokenHashes, now])
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

export async function findVisitors(query: Queries, ids: readonly string[]): Promise<VisitorRow[]> {
  return query.selectFrom('visitors').selectAll().where('id', '=', sql<string>`any(${ids}::uuid[])`).execute()
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

/** To another page; that they came from elsewhere to the first one stays true. */
export async function moveVisitor(query: Queries, id: string, page: Page, now: Date): Promise<void> {
  const { url, title = null, referrer = null } = page
  await sql`
    update visitors set last_seen_at = ${now}, page = jsonb_build_object(
      'url', ${url}::text, 'title', ${title}::text, 'referrer', coalesce(${referrer}::text, page ->> 'referrer')
    ) where id = ${id}`.execute(query)
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
  pageHours: string | null,
): Promise<void> {
  await query
    .updateTable('visitor_sessions')
    .set({ expires_at: expiresAt, page_hours: pageHours })
    .where('token_hash', '=', tokenHash)
    .execute()
}

/**
 * Those of the visitors who wait keep their place until then. One who is held by somebody else is left out: the next time
 * comes long before the place is lost.
 */
export async function prolongWaiting(
  query: Queries,
  visitorIds: readonly string[],
  until: Date,
): Promise<void> {
  await sql`
    update conversations set visitor_until = ${until} where id = any(array(
      select id from conversations
      where status = 'queued' and not is_message and visitor_id = any(${visitorIds}::uuid[])
      order by id for update skip locked
    ))`.execute(query)
}

import type { ConversationStatus } from '@biometrics/chat-protocol'
import { type Selectable, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'
import { type Eyes, reachable, reachablePerson } from '../reach.ts'

/** So many of a visitor's pages are kept. */
const PAGES_KEPT = 50
/** One who reads the same page again a moment later, or in another tab, has not gone anywhere. */
const SAME_PAGE_MS = 5_000

/** Where a visitor came to; what is older than the newest is dropped on the way. */
export async function insertPage(
  query: Queries,
  page: { visitorId: string; url: string; title: string | null; at: Date },
): Promise<void> {
  const { visitorId, url, title, at } = page
  const lately = new Date(at.getTime() - SAME_PAGE_MS)
  await sql`
    with old as (
      delete from visitor_pages where visitor_id = ${visitorId} and at <= (
        select at from visitor_pages where visitor_id = ${visitorId} order by at desc offset ${PAGES_KEPT - 1} limit 1
      )
    )
    insert into visitor_pages (visitor_id, at, url, title)
    select ${visitorId}, ${at}, ${url}, ${title} where not exists (
      select from visitor_pages where visitor_id = ${visitorId} and at > ${lately} and url = ${url}
    )`.execute(query)
}

export async function listPages(
  query: Queries,
  visitorId: string,
): Promise<Selectable<Schema['visitor_pages']>[]> {
  return query
    .selectFrom('visitor_pages')
    .selectAll()
    .where('visitor_id', '=', visitorId)
    .orderBy('at', 'desc')
    .limit(PAGES_KEPT)
    .execute()
}

export async function findVisitor(
  query: Queries,
  eyes: Eyes,
  id: string,
): Promise<Selectable<Schema['visitors']> | undefined> {
  return query
    .selectFrom('visitors as v')
    .selectAll()
    .where('id', '=', id)
    .where(reachablePerson(eyes))
    .executeTakeFirst()
}

export interface EarlierRow {
  id: string
  status: ConversationStatus
  subject: string | null
  agent_name: string | null
  created_at: Date
  updated_at: Date
  preview: string | null
}

/** Newest first, each with what the visitor said first. */
export async function listEarlier(
  query: Queries,
  eyes: Eyes,
  visitorId: string,
  limit: number,
): Promise<EarlierRow[]> {
  const { rows } = await sql<EarlierRow>`
    select c.id, c.status, c.subject, g.name as agent_name, c.created_at, c.updated_at, first.text as preview
    from conversations c left join agents g on g.id = c.agent_id
    left join lateral (
      select left(m.content ->> 'text', 200) as text from messages m
      where m.conversation_id = c.id and m.seq <= 20 and m.sender_type = 'user' and m.type = 'text'
      order by m.seq limit 1
    ) first on true
    where c.visitor_id = ${visitorId} and ${reachable(eyes)} order by c.public_updated_at desc limit ${limit}`.execute(
    query,
  )
  return rows
}

export async function findNote(
  query: Queries,
  visitorId: string,
): Promise<Selectable<Schema['visitor_notes']> | undefined> {
  return query.selectFrom('visitor_notes').selectAll().where('visitor_id', '=', visitorId).executeTakeFirst()
}

export async function writeNote(query: Queries, note: Selectable<Schema['visitor_notes']>): Promise<void> {
  const { visitor_id: _, ...change } = note
  await query
    .insertInto('visitor_notes')
    .values(note)
    .onConflict((conflict) => conflict.column('visitor_id').doUpdateSet(change))
    .execute()
}

export async function deleteNote(query: Queries, visitorId: string): Promise<void> {
  await query.deleteFrom('visitor_notes').where('visitor_id', '=', visitorId).execute()
}

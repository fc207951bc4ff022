import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Placed } from '../reach.ts'

/** What hangs on conversations and is not taken along when they go. */
async function deleteTraces(trx: Queries, conversationIds: readonly string[]): Promise<void> {
  const ids = sql<string>`any(${conversationIds}::uuid[])`
  // In this order: whoever is handing out what happened holds those rows, and has written the deliveries when we get them.
  await trx.deleteFrom('outbox').where('conversation_id', '=', ids).execute()
  await trx.deleteFrom('webhook_deliveries').where('conversation_id', '=', ids).execute()
}

/** What agents have uploaded may stand in canned responses, flows and articles as well, and is theirs. */
const isOwnWork = sql<boolean>`(a.uploader_type = 'agent' and (
  exists (select from canned_responses r where position(a.id in r.attachments::text || r.content) > 0)
  or exists (select from bots b where position(a.id in b.draft::text) > 0)
  or exists (select from bot_flow_versions v where position(a.id in v.flow::text) > 0)
  or exists (select from articles t where position(a.id in t.body) > 0)
))`

/** Files that stand in these conversations and nowhere else. */
async function takeFilesOf(trx: Queries, conversationIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from attachments a using (
      select distinct split_part(m.content ->> 'url', '/', 3) as id from messages m
      where m.conversation_id = any(${conversationIds}::uuid[]) and m.type in ('image', 'file')
    ) used
    where a.id = used.id and not exists (
      select from messages o where o.type in ('image', 'file') and split_part(o.content ->> 'url', '/', 3) = a.id
        and o.conversation_id <> all(${conversationIds}::uuid[])
    ) and not ${isOwnWork}
    returning a.id`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Takes conversations out with all that is known by them; the ids of the files that are nobody's now. */
export async function takeConversations(trx: Queries, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  await deleteTraces(trx, ids)
  const files = await takeFilesOf(trx, ids)
  await trx.deleteFrom('conversations').where('id', '=', sql<string>`any(${ids}::uuid[])`).execute()
  return files
}

/** Takes a person out; conversations go before. The ids of their files. */
export async function takePerson(trx: Queries, visitorId: string): Promise<string[]> {
  const files = await trx
    .deleteFrom('attachments')
    .where('uploader_type', '=', 'user')
    .where('uploader_id', '=', visitorId)
    .returning('id')
    .execute()
  await trx.deleteFrom('visitors').where('id', '=', visitorId).execute()
  return files.map(({ id }) => id)
}

export async function listConversationsOf(
  query: Queries,
  visitorId: string,
): Promise<(Placed & { id: string; is_open: boolean })[]> {
  return query
    .selectFrom('conversations')
    .select(['id', 'group_id', 'agent_id', sql<boolean>`status <> 'closed'`.as('is_open')])
    .where('visitor_id', '=', visitorId)
    .orderBy('created_at')
    .execute()
}

export async function listFilesOf(
  query: Queries,
  visitorId: string,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select a.id, a.name from attachments a
    where a.uploader_type = 'user' and a.uploader_id = ${visitorId}
    union
    select a.id, a.name from conversations c
    join messages m on m.conversation_id = c.id and m.type in ('image', 'file') and m.public_seq is not null
    join attachments a on a.id = split_part(m.content ->> 'url', '/', 3)
    where c.visitor_id = ${visitorId}
    order by 1`.execute(query)
  return rows
}

/** Where somebody was, newest first, and what agents have written about them. */
export async function readBesides(query: Queries, visitorId: string) {
  const pages = await query
    .selectFrom('visitor_pages')
    .select(['at', 'url', 'title'])
    .where('visitor_id', '=', visitorId)
    .orderBy('at', 'desc')
    .execute()
  const note = await query
    .selectFrom('visitor_notes')
    .select(['text', 'by_name', 'at'])
    .where('visitor_id', '=', visitorId)
    .executeTakeFirst()
  return { pages, note: note ?? null }
}

/** People of whom a part of name, address or the customer's own id is known. */
export async function findPeople(query: Queries, q: string, limit: number): Promise<string[]> {
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const rows = await query
    .selectFrom('visitors')
    .select('id')
    .where((where) =>
      where.or([
        where('name', 'ilike', pattern),
        where('email', 'ilike', pattern),
        where('phone', 'ilike', pattern),
        where('external_id', 'ilike', pattern),
      ]),
    )
    .orderBy('last_seen_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Closed conversations that are older than their app keeps them, oldest first. */
export async function listExpired(
  query: Queries,
  now: Date,
  most: number,
): Promise<(Placed & { id: string })[]> {
  const { rows } = await sql<Placed & { id: string }>`
    select c.id, c.group_id, c.agent_id from apps a
    join conversations c on c.app_uuid = a.id and c.status = 'closed'
      and c.closed_at < ${now}::timestamptz - make_interval(days => a.keep_conversations_days)
    where a.keep_conversations_days is not null order by c.closed_at limit ${most}`.execute(query)
  return rows
}

/** People whom nothing is known of any more but that they once came. */
export async function listForgotten(query: Queries, now: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select v.id from apps a
    join visitors v on v.app_uuid = a.id
      and v.last_seen_at < ${now}::timestamptz - make_interval(days => a.keep_conversations_days)
    where a.keep_conversations_days is not null
      and not exists (select from conversations c where c.visitor_id = v.id)
    limit ${most}`.execute(query)
  return rows.map(({ id }) => id)
}

/** Takes out what was sent before the app's time for files; the messages that name it stay. */
export async function takeExpiredFiles(trx: Queries, now: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from attachments where id = any(array(
      select distinct a.id from apps p
      join conversations c on c.app_uuid = p.id
      join messages m on m.conversation_id = c.id and m.type in ('image', 'file')
      join attachments a on a.id = split_part(m.content ->> 'url', '/', 3)
        and a.created_at < ${now}::timestamptz - make_interval(days => p.keep_files_days)
      where p.keep_files_days is not null and not ${isOwnWork} limit ${most}
    )) returning id`.execute(trx)
  return rows.map(({ id }) => id)
}

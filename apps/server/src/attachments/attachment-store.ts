import { type Insertable, type Selectable, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'
import { type Eyes, reachable } from '../reach.ts'

export type AttachmentRow = Selectable<Schema['attachments']>

export async function insertAttachment(
  query: Queries,
  row: Insertable<Schema['attachments']>,
): Promise<void> {
  await query.insertInto('attachments').values(row).execute()
}

export async function findAttachment(query: Queries, id: string): Promise<AttachmentRow | undefined> {
  return query.selectFrom('attachments').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function deleteAttachment(query: Queries, id: string): Promise<boolean> {
  const { numDeletedRows } = await query.deleteFrom('attachments').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}

/**
 * Takes visitors' uploads of before `when` that stand in no message off the table, oldest first; what does stand in one is
 * marked and not looked at again. Agents' uploads are used in more places than messages, and stay.
 */
export async function takeOrphans(query: Queries, when: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string; is_used: boolean }>`
    select a.id, exists (
      select from messages m
      where m.type in ('image', 'file') and split_part(m.content ->> 'url', '/', 3) = a.id
    ) as is_used
    from attachments a
    where a.uploader_type = 'user' and not a.is_kept and a.created_at < ${when}
    order by a.created_at limit ${most}`.execute(query)
  const used = rows.filter(({ is_used }) => is_used).map(({ id }) => id)
  if (used.length > 0) {
    await query
      .updateTable('attachments')
      .set({ is_kept: true })
      .where('id', '=', sql<string>`any(${used})`)
      .execute()
  }
  const orphans = rows.filter(({ is_used }) => !is_used).map(({ id }) => id)
  if (orphans.length > 0) {
    await query.deleteFrom('attachments').where('id', '=', sql<string>`any(${orphans})`).execute()
  }
  return orphans
}

/** Whether nobody has to be anybody to see it: an agent's picture, or a part of a published article. */
export async function isShownToAll(
  query: Queries,
  { id, uploader_type }: Pick<AttachmentRow, 'id' | 'uploader_type'>,
): Promise<boolean> {
  if (uploader_type !== 'agent') return false
  const { rows } = await sql<{ shown: boolean }>`
    select exists (select from agents where picture is not null and split_part(picture, '/', 3) = ${id})
      or exists (select from articles where is_published and position('/uploads/' || ${id} || '/' in body) > 0) as shown`.execute(
    query,
  )
  return rows[0]?.shown ?? false
}

/**
 * Whether it is an agent's to see, where not every conversation is: what stands in one that is theirs, and what colleagues
 * keep for all, which stands in none.
 */
export async function isShownToAgent(
  query: Queries,
  { id, uploader_type }: Pick<AttachmentRow, 'id' | 'uploader_type'>,
  eyes: Eyes,
): Promise<boolean> {
  const { rows } = await sql<{ said: number; shown: number }>`
    select count(*)::integer as said, (count(*) filter (where ${reachable(eyes)}))::integer as shown
    from messages m join conversations c on c.id = m.conversation_id
    where m.type in ('image', 'file') and split_part(m.content ->> 'url', '/', 3) = ${id}`.execute(query)
  const { said = 0, shown = 0 } = rows[0] ?? {}
  return shown > 0 || (said === 0 && uploader_type === 'agent')
}

/** Whether it stands in a message that the visitor may see. */
export async function isShownToVisitor(query: Queries, id: string, visitorId: string): Promise<boolean> {
  const { rows } = await sql`
    select from messages m join conversations c on c.id = m.conversation_id
    where m.type in ('image', 'file') and split_part(m.content ->> 'url', '/', 3) = ${id}
      and m.public_seq is not null and c.visitor_id = ${visitorId} limit 1`.execute(query)
  return rows.length > 0
}

import type { Selectable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type AttachmentRow = Selectable<Schema['attachments']>

export async function insertAttachment(query: Queries, row: AttachmentRow): Promise<void> {
  await query.insertInto('attachments').values(row).execute()
}

export async function findAttachment(query: Queries, id: string): Promise<AttachmentRow | undefined> {
  return query.selectFrom('attachments').selectAll().where('id', '=', id).executeTakeFirst()
}

import { ChatError } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import { type AttachmentRow, findAttachment } from './attachment-store.ts'

/** The name in the address is for people; the id alone finds the file. */
export async function findUpload(
  { database }: Pick<Services, 'database'>,
  id: string,
): Promise<AttachmentRow> {
  const row = await findAttachment(database.query, id)
  if (!row) throw new ChatError('not_found', 'There is no such file.')
  return row
}

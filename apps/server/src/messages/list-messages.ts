import type { Message } from '@biometrics/chat-protocol'
import type { FileLinks } from '../attachments/file-links.ts'
import type { Database } from '../database/database.ts'
import type { Session } from '../session.ts'
import type { ReadMarks } from './message-row.ts'
import { selectMessages } from './message-store.ts'
import { messageFor } from './message-view.ts'

/** A page of a conversation that was already accessed, in the positions of the one who reads. */
export async function listMessages(
  database: Pick<Database, 'prepared'>,
  links: Pick<FileLinks, 'sign'>,
  session: Session,
  conversation: ReadMarks & { id: string; last_seq: number; last_public_seq: number },
  page: { afterSeq: number; beforeSeq?: number | undefined; limit: number },
): Promise<{ messages: Message[]; more: boolean }> {
  const { rows, more } = await selectMessages(database, {
    conversationId: conversation.id,
    positions: session.kind === 'visitor' ? 'public_seq' : 'seq',
    notes: conversation.last_seq - conversation.last_public_seq,
    ...page,
  })
  return { messages: rows.map((row) => messageFor(links, session, row, conversation)), more }
}

import type { Message } from '@biometrics/chat-protocol'
import { changeFileUrls, type FileLinks } from '../attachments/file-links.ts'
import { isoTime } from '../clock/iso-time.ts'
import type { Session } from '../session.ts'
import type { MessageRow, ReadMarks } from './message-row.ts'

/** Makes the addresses of files into links that whoever is shown the message can follow. */
type Links = Pick<FileLinks, 'sign'>

/** A message in the agents' positions. */
export function messageForAgent(links: Links, row: MessageRow, marks: ReadMarks): Message {
  return view(links, row, row.seq, isRead(row, marks))
}

/** A message in the visitor's positions; a note has none, and asking for one is a bug that must not pass. */
export function messageForVisitor(links: Links, row: MessageRow, marks: ReadMarks): Message {
  if (row.public_seq === null) throw new Error(`note ${row.id} was about to be shown to a visitor`)
  return view(links, row, row.public_seq, isRead(row, marks))
}

/** Both copies of a message; where no note came before they are the same, and so is their text on the wire. */
export function messageViews(
  links: Links,
  row: MessageRow,
  marks: ReadMarks,
): { agent: Message; visitor: Message | null } {
  const agent = messageForAgent(links, row, marks)
  if (row.public_seq === null) return { agent, visitor: null }
  return { agent, visitor: row.public_seq === row.seq ? agent : messageForVisitor(links, row, marks) }
}

export function messageFor(links: Links, session: Session, row: MessageRow, marks: ReadMarks): Message {
  return session.kind === 'visitor'
    ? messageForVisitor(links, row, marks)
    : messageForAgent(links, row, marks)
}

function isRead(row: MessageRow, marks: ReadMarks): boolean {
  if (row.sender_type === 'user') return row.seq <= marks.agent_read_seq
  return row.public_seq !== null && row.public_seq <= marks.visitor_read_seq
}

function view(links: Links, row: MessageRow, seq: number, read: boolean): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    clientId: row.client_id,
    seq,
    senderId: row.sender_id,
    senderType: row.sender_type,
    senderName: row.sender_name,
    type: row.type,
    // Most messages are texts, which have none.
    content: row.type === 'text' ? row.content : changeFileUrls(row.content, links.sign),
    visibility: row.visibility,
    replyTo: row.reply_to,
    timestamp: isoTime(row.created_at),
    read,
    // The door checked that type and content belong together.
  } as Message
}

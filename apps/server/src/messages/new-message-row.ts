import { ChatError, type ErrorCode, type NewMessage, UPLOAD_PATH } from '@biometrics/chat-protocol'
import { changeFileUrls, withoutSignature } from '../attachments/file-links.ts'
import { missing } from '../conversations/access-conversation.ts'
import { type Session, visitorOf } from '../session.ts'
import { newMessageId } from './message-id.ts'
import type { NewMessageRow, StoredAs, StoreResult } from './message-row.ts'

/** Types a visitor may send: what offers choices or speaks for the system is not theirs to say. */
const VISITOR_TYPES = new Set(['text', 'image', 'file'])

/** From what a session says to what is stored; refuses what this session may not say. */
export function newMessageRow(session: Session, message: NewMessage, now: Date): NewMessageRow {
  if (session.kind === 'visitor') {
    if (!VISITOR_TYPES.has(message.type)) refuse('type', `a visitor cannot send ${message.type}`)
    if (message.visibility === 'note') refuse('visibility', 'notes are for agents')
    // An address of elsewhere would tell its owner when an agent looks.
    if ('url' in message.content && !UPLOAD_PATH.test(message.content.url)) {
      refuse('content.url', 'must be the url of an upload')
    }
  }
  const isVisitor = session.kind === 'visitor'
  return {
    id: newMessageId(),
    conversation_id: message.conversationId,
    client_id: message.clientId,
    for_visitor: visitorOf(session),
    sender_id: isVisitor ? session.visitorId : session.agentId,
    sender_type: isVisitor ? 'user' : session.scopes ? 'bot' : 'agent',
    sender_name: session.name,
    type: message.type,
    content: changeFileUrls(message.content, withoutSignature),
    visibility: message.visibility ?? 'all',
    reply_to: message.replyTo ?? null,
    created_at: now,
  }
}

/** A message that was not stored becomes the error its sender gets. */
export function refuseUnstored(
  result: StoreResult,
  message: NewMessageRow,
): StoredAs & { outcome: 'stored' | 'repeated' } {
  switch (result.outcome) {
    case 'stored':
    case 'repeated':
      return result
    case 'missing':
      return missing(message.conversation_id)
    case 'closed':
      throw new ChatError('conversation_closed')
    case 'reused':
      return refuse('clientId', 'belongs to another message of the conversation', 'client_id_reused')
    case 'reply_missing':
      return refuse('replyTo', 'no such message in the conversation', 'invalid_payload')
    case 'upload_missing':
      return refuse('content.url', 'no such upload', 'invalid_payload')
  }
}

function refuse(path: string, message: string, code: ErrorCode = 'forbidden'): never {
  throw new ChatError(code, `${path}: ${message}.`, { fields: [{ path, message }] })
}

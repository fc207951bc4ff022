import type { Conversation, QueuePlace, Visitor } from '@biometrics/chat-protocol'
import type { FileLinks } from '../attachments/file-links.ts'
import type { MessageRow } from '../messages/message-row.ts'
import { messageForAgent, messageForVisitor } from '../messages/message-view.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { visitorView } from '../visitors/visitor-view.ts'
import type { ConversationRow } from './conversation-store.ts'

export type { ConversationRow }

/** What a view knows besides the row: how long the queues take, and how files are reached, for whoever shows them to somebody. */
type Views = { estimates: Pick<Services['estimates'], 'at'>; fileLinks: Pick<FileLinks, 'sign'> }

/** All of it, in the agents' positions. */
export function conversationForAgent(views: Views, row: ConversationRow): Conversation {
  return {
    ...common(views, row),
    tags: row.tags,
    prechat: row.prechat,
    rankAt: row.rank_at?.toISOString() ?? null,
    skills: row.skills,
    language: row.language,
    parkedAt: row.parked_at?.toISOString() ?? null,
    closingForm: row.closing_form,
    lastMessage: row.last_message && messageForAgent(views.fileLinks, revive(row.last_message), row),
    unreadCount: row.agent_unread,
    lastSeq: row.last_seq,
    readSeq: row.visitor_read_at_seq,
    updatedAt: row.updated_at.toISOString(),
  }
}

/** What the visitor may know: no tags, no notes, and no time that a note has moved. */
export function conversationForVisitor(views: Views, row: ConversationRow): Conversation {
  return {
    ...common(views, row),
    tags: [],
    lastMessage:
      row.last_public_message && messageForVisitor(views.fileLinks, revive(row.last_public_message), row),
    unreadCount: row.visitor_unread,
    lastSeq: row.last_public_seq,
    readSeq: row.agent_read_at_public_seq,
    updatedAt: row.public_updated_at.toISOString(),
  }
}

export function conversationFor(views: Views, session: Session, row: ConversationRow): Conversation {
  return session.kind === 'visitor' ? conversationForVisitor(views, row) : conversationForAgent(views, row)
}

type Common = Omit<Conversation, 'tags' | 'lastMessage' | 'unreadCount' | 'lastSeq' | 'readSeq' | 'updatedAt'>

function common(views: Views, row: ConversationRow): Common {
  return {
    id: row.id,
    appId: row.app_id,
    status: row.status,
    subject: row.subject,
    visitor: reviveVisitor(row.visitor),
    groupId: row.group_id,
    agentId: row.agent_id,
    agentName: row.agent_name,
    agentPicture: row.agent_picture,
    priority: row.priority,
    queue: placeOf(views, row),
    queuedAt: row.queued_at?.toISOString() ?? null,
    snoozedUntil: row.snoozed_until?.toISOString() ?? null,
    closedReason: row.closed_reason,
    isMessage: row.is_message,
    createdAt: row.created_at.toISOString(),
    assignedAt: row.assigned_at?.toISOString() ?? null,
    firstResponseAt: row.first_response_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    resolved: row.resolved,
    rating: row.rating === null ? null : { score: row.rating, comment: row.rating_comment },
  }
}

/** Where it stands in its group's queue, if it waits. */
export function placeOf({ estimates }: Pick<Views, 'estimates'>, row: ConversationRow): QueuePlace | null {
  const { queue_position: position, group_id: groupId } = row
  return position === null ? null : { position, ...estimates.at(groupId, position) }
}

function revive(message: NonNullable<ConversationRow['last_message']>): MessageRow {
  return { ...message, created_at: new Date(message.created_at) }
}

function reviveVisitor(visitor: ConversationRow['visitor']): Visitor {
  return visitorView({
    ...visitor,
    created_at: new Date(visitor.created_at),
    last_seen_at: new Date(visitor.last_seen_at),
  })
}

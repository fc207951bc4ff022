import type { Services } from '../services.ts'
import type { NewMessageRow, StoredAs } from './message-row.ts'
import { messageForAgent, messageForVisitor } from './message-view.ts'

/**
 * Who hears a message: agents who look at it, the one who answers for it, everybody while it is nobody's; and the
 * visitor, unless it is a note. Each side gets its own copy with its own positions.
 */
export function announceMessage(
  { deliver, activity }: Pick<Services, 'deliver' | 'activity'>,
  message: NewMessageRow,
  stored: StoredAs,
): void {
  const row = { ...message, seq: stored.seq, public_seq: stored.public_seq }
  deliver({
    event: 'message',
    payload: messageForAgent(row, stored),
    to: [
      { watchers: row.conversation_id },
      stored.agent_id === null ? { agents: true } : { agent: stored.agent_id },
      ...(row.sender_type === 'agent' ? [{ agent: row.sender_id }] : []),
    ],
  })
  const isPublic = row.public_seq !== null
  if (isPublic) {
    deliver({
      event: 'message',
      payload: messageForVisitor(row, stored),
      to: [{ visitor: stored.visitor_id }],
    })
  }
  activity.touch(row.conversation_id, isPublic ? 'everyone' : 'agents')
}

import type { Message } from '@biometrics/chat-protocol'
import { reachersOf } from '../reach.ts'
import type { Services } from '../services.ts'
import type { NewMessageRow, StoredAs } from './message-row.ts'
import { messageViews } from './message-view.ts'

/**
 * Who hears a message: agents who look at it, the one who answers for it, everybody who reaches it while it is nobody's; and the
 * visitor, unless it is a note. Each side gets its own copy with its own positions.
 */
export function announceMessage(
  { deliver, activity, fileLinks }: Pick<Services, 'deliver' | 'activity' | 'fileLinks'>,
  message: NewMessageRow,
  stored: StoredAs,
  except?: string,
): { agent: Message; visitor: Message | null } {
  const row = { ...message, seq: stored.seq, public_seq: stored.public_seq }
  const views = messageViews(fileLinks, row, stored)
  const isOfAnother = row.sender_type === 'agent' && row.sender_id !== stored.agent_id
  deliver({
    event: 'message',
    payload: views.agent,
    to: [
      { watchers: row.conversation_id },
      ...(stored.agent_id === null ? reachersOf(stored) : [{ agent: stored.agent_id }]),
      ...(isOfAnother ? [{ agent: row.sender_id }] : []),
    ],
    // Who hands it on with a word may not reach it any more.
    ...(isOfAnother && { within: reachersOf(stored) }),
    except,
  })
  if (views.visitor !== null) {
    deliver({ event: 'message', payload: views.visitor, to: [{ visitor: stored.visitor_id }], except })
  }
  activity.touch(row.conversation_id, views.visitor === null ? 'agents' : 'everyone')
  return views
}

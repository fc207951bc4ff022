import type { Message, NewMessage } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { announceMessage } from './announce-message.ts'
import type { NewMessageRow, StoreResult } from './message-row.ts'
import { messageFor } from './message-view.ts'
import { newMessageRow, refuseUnstored } from './new-message-row.ts'

type SendServices = Pick<Services, 'clock' | 'deliver' | 'messageLog' | 'activity'>

/**
 * Stores a message and tells those who may see it. Resolves after commit; a repeat gives the first and tells nobody. What a
 * session may not say is thrown at once.
 */
export function sendMessage(
  services: SendServices,
  session: Session,
  message: NewMessage,
  /** A socket that has the message from the answer and wants no event. */
  socketId?: string,
): Promise<Message> {
  // Nothing may be awaited before the log has the message: that is what keeps a sender's order. And thousands wait here at
  // a time: whatever each of them holds is copied whenever garbage is collected, so they hold the row and nothing else.
  const row = newMessageRow(session, message, services.clock.now())
  return services.messageLog.append(row).then((result) => tell(services, session, row, result, socketId))
}

function tell(
  services: SendServices,
  session: Session,
  row: NewMessageRow,
  result: StoreResult,
  socketId: string | undefined,
): Message {
  const stored = refuseUnstored(result, row)
  if (stored.outcome === 'stored') {
    const views = announceMessage(services, row, stored, socketId)
    const view = session.kind === 'visitor' ? views.visitor : views.agent
    if (view !== null) return view
  }
  const { id, created_at, seq, public_seq } = stored
  return messageFor(session, { ...row, id, created_at, seq, public_seq }, stored)
}

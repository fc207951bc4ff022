import type { Message, NewMessage } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { announceMessage } from './announce-message.ts'
import { messageFor } from './message-view.ts'
import { newMessageRow, refuseUnstored } from './new-message-row.ts'

type SendServices = Pick<Services, 'clock' | 'deliver' | 'messageLog' | 'activity'>

/** Stores a message and tells those who may see it. Returns after commit; a repeat returns the first and tells nobody. */
export async function sendMessage(
  services: SendServices,
  session: Session,
  message: NewMessage,
): Promise<Message> {
  // Nothing may be awaited before the log has the message: that is what keeps a sender's order.
  const row = newMessageRow(session, message, services.clock.now())
  const result = refuseUnstored(await services.messageLog.append(row), row)
  if (result.outcome === 'stored') {
    const views = announceMessage(services, row, result)
    const view = session.kind === 'visitor' ? views.visitor : views.agent
    if (view !== null) return view
  }
  const stored = { ...row, id: result.id, created_at: result.created_at }
  return messageFor(session, { ...stored, seq: result.seq, public_seq: result.public_seq }, result)
}

import type { Conversation } from '@biometrics/chat-protocol'
import type { Session } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'

/** Ends it; the agent stays named as the one who had it. Closing twice changes nothing. */
export function closeConversation(
  services: ChangeServices,
  session: Session,
  conversationId: string,
  resolved = true,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, (held, _trx, now) =>
    held.status === 'closed'
      ? null
      : { change: { status: 'closed', closed_at: now, resolved, queued_at: null } },
  )
}

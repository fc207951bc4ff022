import { ChatError, type Conversation } from '@biometrics/chat-protocol'
import type { AgentSession } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'

/** To the agent who had it; to the queue when nobody did. */
export function reopenConversation(
  services: ChangeServices,
  session: AgentSession,
  conversationId: string,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, (held, _trx, now) => {
    if (held.status !== 'closed') throw new ChatError('conversation_not_closed')
    const open = { closed_at: null, resolved: null }
    return {
      change:
        held.agent_id === null
          ? { ...open, status: 'queued', queued_at: now }
          : { ...open, status: 'active', assigned_at: now },
    }
  })
}

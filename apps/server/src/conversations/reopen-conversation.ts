import { ChatError, type Conversation } from '@biometrics/chat-protocol'
import type { AgentSession } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'
import { returnToAgent } from './return-to-agent.ts'

/** To the agent who had it, if that one has room; else to its queue. */
export function reopenConversation(
  services: ChangeServices,
  session: AgentSession,
  conversationId: string,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, async (held, trx, now) => {
    if (held.status !== 'closed') throw new ChatError('conversation_not_closed')
    return returnToAgent(trx, held, { reason: 'reopened', by: session }, now)
  })
}

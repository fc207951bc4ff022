import { ChatError, type Conversation } from '@biometrics/chat-protocol'
import { findAgentName } from '../agents/find-agent.ts'
import type { AgentSession } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'
import { toAgent } from './transitions.ts'

/**
 * The agent answers for it from now on; of two who take it at once the second is told who was first. Whoever takes by hand
 * may have more than routing would give.
 */
export function takeConversation(
  services: ChangeServices,
  session: AgentSession,
  conversationId: string,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, async (held, trx, now) => {
    if (held.status === 'closed')
      throw new ChatError('conversation_closed', 'The conversation is closed; reopen it first.')
    if (held.agent_id === session.agentId && held.status === 'active') return null
    if (held.agent_id !== null && held.agent_id !== session.agentId) {
      const name = await findAgentName(trx, held.agent_id)
      throw new ChatError('already_assigned', `${name ?? 'Another agent'} has the conversation.`)
    }
    return { change: toAgent(held, session.agentId, now), why: { reason: 'taken', by: session } }
  })
}

import { ChatError, type Conversation } from '@biometrics/chat-protocol'
import { findAgentName } from '../agents/find-agent.ts'
import type { AgentSession } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'

/** The agent answers for it from now on; of two who take it at once the second is told who was first. */
export function takeConversation(
  services: ChangeServices,
  session: AgentSession,
  conversationId: string,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, async (held, trx, now) => {
    if (held.status === 'closed')
      throw new ChatError('conversation_closed', 'The conversation is closed; reopen it first.')
    if (held.agent_id === session.agentId) return null
    if (held.agent_id !== null) {
      const name = await findAgentName(trx, held.agent_id)
      throw new ChatError('already_assigned', `${name ?? 'Another agent'} has the conversation.`)
    }
    return { change: { agent_id: session.agentId, status: 'active', assigned_at: now, queued_at: null } }
  })
}

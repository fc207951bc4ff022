import { ChatError, type Conversation } from '@biometrics/chat-protocol'
import type { AgentSession } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'
import { readRank } from './conversation-store.ts'
import { toAgent, toQueue } from './transitions.ts'

/** To the agent who had it; to the queue when nobody did. */
export function reopenConversation(
  services: ChangeServices,
  session: AgentSession,
  conversationId: string,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, async (held, trx, now) => {
    if (held.status !== 'closed') throw new ChatError('conversation_not_closed')
    const why = { reason: 'reopened', by: session } as const
    if (held.agent_id !== null) return { change: toAgent(held, held.agent_id, now), why }
    const rankAt = await readRank(trx, held.priority, now)
    return { change: toQueue({ groupId: held.group_id, rankAt }, now), why }
  })
}

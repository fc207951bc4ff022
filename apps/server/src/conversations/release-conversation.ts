import { ChatError, type Conversation } from '@biometrics/chat-protocol'
import type { AgentSession } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'
import { frontOfQueue, rankOf } from './conversation-store.ts'
import { toQueue } from './transitions.ts'

/** Gives it back to the front of its queue: who has waited once does not wait behind those who came later. */
export function releaseConversation(
  services: ChangeServices,
  session: AgentSession,
  conversationId: string,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, async (held, trx, now) => {
    if (held.status === 'closed') throw new ChatError('conversation_closed')
    if (held.status === 'queued') return null
    const rankAt = await frontOfQueue(trx, held.group_id, rankOf(held.priority, now))
    const change = toQueue({ groupId: held.group_id, rankAt, avoid: held.agent_id }, now)
    return { change, why: { reason: 'released', by: session } }
  })
}

import type { Conversation, Priority } from '@biometrics/chat-protocol'
import type { AgentSession } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'
import { readRank } from './conversation-store.ts'

/** Of one that waits the place in the queue becomes that of the priority, from when it came. */
export function prioritizeConversation(
  services: ChangeServices,
  session: AgentSession,
  conversationId: string,
  priority: Priority,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, async (held, trx) => {
    if (held.priority === priority) return null
    if (held.queued_at === null) return { change: { priority } }
    return { change: { priority, rank_at: await readRank(trx, priority, held.queued_at) } }
  })
}

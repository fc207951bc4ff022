import type { Conversation, Priority } from '@biometrics/chat-protocol'
import type { AgentSession } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'

export function prioritizeConversation(
  services: ChangeServices,
  session: AgentSession,
  conversationId: string,
  priority: Priority,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, (held) =>
    held.priority === priority ? null : { change: { priority } },
  )
}

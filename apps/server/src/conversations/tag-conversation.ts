import type { Conversation } from '@biometrics/chat-protocol'
import type { AgentSession } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'

/** Replaces the tags; each stands once. The visitor hears nothing of it. */
export function tagConversation(
  services: ChangeServices,
  session: AgentSession,
  conversationId: string,
  tags: string[],
): Promise<Conversation> {
  return changeConversation(
    services,
    session,
    conversationId,
    () => ({ change: { tags: [...new Set(tags)] } }),
    'agents',
  )
}

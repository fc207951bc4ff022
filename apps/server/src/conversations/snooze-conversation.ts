import { ChatError, type Conversation } from '@biometrics/chat-protocol'
import type { AgentSession } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'
import { toSnoozed } from './transitions.ts'

/** Puts it aside until a moment, or (null) until the visitor writes; it takes nobody's slot meanwhile. */
export function snoozeConversation(
  services: ChangeServices,
  session: AgentSession,
  conversationId: string,
  until: string | null,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, (held, _trx, now) => {
    if (held.status === 'closed') throw new ChatError('conversation_closed')
    const moment = until === null ? null : new Date(until)
    if (moment && moment <= now) refuse('until', 'must be a moment that is still to come')
    if (held.status === 'snoozed' && held.snoozed_until?.getTime() === moment?.getTime()) return null
    // Who puts aside what is nobody's answers for it when it wakes.
    const agent_id = held.agent_id ?? session.agentId
    return {
      change: { ...toSnoozed(moment), agent_id },
      why: { reason: 'snoozed', by: session, detail: until },
    }
  })
}

function refuse(path: string, message: string): never {
  throw new ChatError('invalid_payload', `${path}: ${message}.`, { fields: [{ path, message }] })
}

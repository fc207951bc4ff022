import type { Conversation } from '@biometrics/chat-protocol'
import type { AgentSession } from '../session.ts'
import type { ChangeServices } from './change-conversation.ts'
import { findNextFor } from './conversation-store.ts'
import { takeConversation } from './take-conversation.ts'

/** Somebody else may be quicker, so that it is tried again; more often than this it would be an error. */
const TRIES = 5

/** The first of the agent's queues, or of one group's; null when nobody waits there. */
export async function takeNext(
  services: ChangeServices,
  session: AgentSession,
  groupId: string | undefined,
): Promise<Conversation | null> {
  for (let tried = 0; ; tried++) {
    const id = await findNextFor(services.database.query, session.agentId, groupId)
    if (id === null) return null
    try {
      return await takeConversation(services, session, id)
    } catch (error) {
      if (tried === TRIES || !isLost(error)) throw error
    }
  }
}

function isLost(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    /^(already_assigned|conversation_closed)$/.test(String(error.code))
  )
}

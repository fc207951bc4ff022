import type { Payload } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { accessConversation } from './access-conversation.ts'

/**
 * An agent has the conversation in front of them, or no longer. A hint that is stored nowhere: whoever comes asks, and
 * those who are there already say so.
 */
export async function tellLooking(
  { database, deliver }: Pick<Services, 'database' | 'deliver'>,
  session: AgentSession,
  { conversationId, looking, asks }: Payload<'conversation:look'>,
  socketId: string,
): Promise<void> {
  await accessConversation(database, session, conversationId)
  const { agentId, name } = session
  deliver({
    event: 'looking',
    payload: { conversationId, agentId, name, looking, ...(asks && { asks }) },
    to: [{ watchers: conversationId }],
    except: socketId,
  })
}

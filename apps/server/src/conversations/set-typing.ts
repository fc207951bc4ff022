import type { Payload } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { accessConversation } from './access-conversation.ts'

/** A hint that is stored nowhere. The visitor's unsent words stay with the visitor: no app may ask for them yet. */
export async function setTyping(
  { database, deliver }: Pick<Services, 'database' | 'deliver'>,
  session: Session,
  { conversationId, typing }: Payload<'typing:set'>,
  socketId: string,
): Promise<void> {
  const row = await accessConversation(database, session, conversationId)
  const watchers = [
    { watchers: conversationId },
    row.agent_id === null ? { inbox: true as const } : { agent: row.agent_id },
  ] as const
  if (session.kind === 'visitor') {
    const payload = { conversationId, senderId: session.visitorId, senderType: 'user', typing } as const
    deliver({ event: 'typing', payload, to: watchers })
    return
  }
  const payload = { conversationId, senderId: session.agentId, senderType: 'agent', typing } as const
  deliver({ event: 'typing', payload, to: [{ visitor: row.visitor_id }] })
  deliver({ event: 'typing', payload, to: watchers, except: socketId })
}

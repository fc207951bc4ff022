import type { Payload } from '@biometrics/chat-protocol'
import { showsTyping } from '../apps/find-app.ts'
import { watchersOfInbox } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AgentSession, Session } from '../session.ts'
import { accessConversation } from './access-conversation.ts'
import type { ConversationRow } from './conversation-store.ts'
import { watchersOf } from './watchers-of.ts'

type TypingServices = Pick<Services, 'database' | 'deliver'>

/** A hint that is stored nowhere. */
export async function setTyping(
  services: TypingServices,
  session: Session,
  asked: Payload<'typing:set'>,
  socketId: string,
): Promise<void> {
  const row = await accessConversation(services.database, session, asked.conversationId)
  if (session.kind === 'visitor') await tellAgents(services, session.visitorId, row, asked)
  else tellOfAgent(services, session, row, asked.typing, socketId)
}

/** Unsent words stay with the visitor unless the app asks for them; then they are for those who deal with the conversation. */
async function tellAgents(
  { database, deliver }: TypingServices,
  senderId: string,
  row: ConversationRow,
  { conversationId, typing, preview }: Payload<'typing:set'>,
): Promise<void> {
  const hint = { conversationId, senderId, senderType: 'user', typing } as const
  if (!typing || !preview || !(await showsTyping(database.query, row.app_uuid)))
    return deliver({ event: 'typing', payload: hint, to: watchersOf(row) })
  // First, so that whoever has it open as well ends with the words.
  if (row.agent_id === null) deliver({ event: 'typing', payload: hint, to: watchersOfInbox(row) })
  const { id, agent_id: agent } = row
  const to = [{ watchers: id }, ...(agent === null ? [] : [{ agent }])] as const
  deliver({ event: 'typing', payload: { ...hint, preview }, to })
}

function tellOfAgent(
  { deliver }: TypingServices,
  { agentId }: AgentSession,
  row: ConversationRow,
  typing: boolean,
  socketId: string,
): void {
  const payload = { conversationId: row.id, senderId: agentId, senderType: 'agent', typing } as const
  deliver({ event: 'typing', payload, to: [{ visitor: row.visitor_id }] })
  deliver({ event: 'typing', payload, to: watchersOf(row), except: socketId })
}

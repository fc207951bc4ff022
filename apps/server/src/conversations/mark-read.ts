import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { accessConversation } from './access-conversation.ts'
import { watchersOf } from './watchers-of.ts'
import { moveReadMark } from './conversation-store.ts'

type ReadServices = Pick<Services, 'database' | 'deliver' | 'activity'>

/** Moves the reader's mark; the other side, and the reader's other tabs, hear of it in their own positions. */
export async function markRead(
  services: ReadServices,
  session: Session,
  { conversationId, seq }: { conversationId: string; seq: number },
): Promise<void> {
  const { database, deliver, activity } = services
  const reader = session.kind
  const before = await accessConversation(database, session, conversationId)
  if (!(await moveReadMark(database.query, conversationId, reader, seq))) return
  const row = await accessConversation(database, session, conversationId)
  const readerType = reader === 'agent' ? 'agent' : 'user'
  const visitorSeq = reader === 'agent' ? row.agent_read_at_public_seq : row.visitor_read_seq
  const agentSeq = reader === 'agent' ? row.agent_read_seq : row.visitor_read_at_seq
  deliver({
    event: 'read',
    payload: { conversationId, readerType, seq: agentSeq },
    to: watchersOf(row),
  })
  // An agent who read only a note has told the visitor nothing.
  if (reader === 'visitor' || row.agent_read_at_public_seq > before.agent_read_at_public_seq) {
    deliver({
      event: 'read',
      payload: { conversationId, readerType, seq: visitorSeq },
      to: [{ visitor: row.visitor_id }],
    })
  }
  activity.touch(conversationId, 'agents')
}

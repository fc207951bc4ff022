import type { Services } from '../services.ts'
import type { ConversationRow } from './conversation-store.ts'
import { conversationForAgent, conversationForVisitor } from './conversation-view.ts'

/** Tells every agent, and the visitor unless the change is the agents' own business. */
export function announceConversation(
  { deliver }: Pick<Services, 'deliver'>,
  row: ConversationRow,
  who: 'everyone' | 'agents',
): void {
  deliver({ event: 'conversation', payload: conversationForAgent(row), to: [{ agents: true }] })
  if (who === 'everyone') announceToVisitor({ deliver }, row)
}

/** After messages: those who look at it, those who watch the inbox, and everybody while it is nobody's. */
export function announceActivity(
  { deliver }: Pick<Services, 'deliver'>,
  row: ConversationRow,
  who: 'everyone' | 'agents',
): void {
  deliver({
    event: 'conversation',
    payload: conversationForAgent(row),
    to: [
      { inbox: true },
      { watchers: row.id },
      row.agent_id === null ? { agents: true } : { agent: row.agent_id },
    ],
  })
  if (who === 'everyone') announceToVisitor({ deliver }, row)
}

function announceToVisitor({ deliver }: Pick<Services, 'deliver'>, row: ConversationRow): void {
  deliver({ event: 'conversation', payload: conversationForVisitor(row), to: [{ visitor: row.visitor_id }] })
}

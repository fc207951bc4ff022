import type { Audience } from '../delivery/audience.ts'
import type { Services } from '../services.ts'
import type { AssignmentRow } from './assignment-store.ts'
import { assignmentView } from './assignment-view.ts'
import type { ConversationRow } from './conversation-store.ts'
import { conversationForAgent, conversationForVisitor } from './conversation-view.ts'

type Announcing = Pick<Services, 'deliver' | 'estimates' | 'fileLinks'>

/** Tells every agent, and the visitor unless the change is the agents' own business. */
export function announceConversation(
  services: Announcing,
  row: ConversationRow,
  who: 'everyone' | 'agents',
): void {
  services.deliver({
    event: 'conversation',
    payload: conversationForAgent(services, row),
    to: [{ agents: true }],
  })
  if (who === 'everyone') announceToVisitor(services, row)
}

/** After messages: those who look at it, those who watch the inbox, and everybody while it is nobody's. */
export function announceActivity(
  services: Announcing,
  row: ConversationRow,
  who: 'everyone' | 'agents',
): void {
  services.deliver({
    event: 'conversation',
    payload: conversationForAgent(services, row),
    to: [
      { inbox: true },
      { watchers: row.id },
      row.agent_id === null ? { agents: true } : { agent: row.agent_id },
    ],
  })
  if (who === 'everyone') announceToVisitor(services, row)
}

function announceToVisitor(services: Announcing, row: ConversationRow): void {
  const payload = conversationForVisitor(services, row)
  services.deliver({ event: 'conversation', payload, to: [{ visitor: row.visitor_id }] })
}

/** A line of history: to those who look at the conversation, and to the two agents whom it leaves and reaches. */
export function announceAssignment({ deliver }: Pick<Services, 'deliver'>, line: AssignmentRow): void {
  const agents = [line.from_agent_id, line.to_agent_id].filter((id) => id !== null)
  const to: [Audience, ...Audience[]] = [
    { watchers: line.conversation_id },
    ...[...new Set(agents)].map((agent) => ({ agent })),
  ]
  deliver({ event: 'assignment', payload: assignmentView(line), to })
}

import { type Audience, roomOf } from '../delivery/audience.ts'
import { type Placed, reachersOf, watchersOfInbox } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AssignmentRow } from './assignment-store.ts'
import { assignmentView } from './assignment-view.ts'
import type { ConversationRow } from './conversation-store.ts'
import { conversationForAgent, conversationForVisitor } from './conversation-view.ts'

type Announcing = Pick<Services, 'deliver' | 'estimates' | 'fileLinks'>

/** Tells every agent who reaches it, and the visitor unless the change is the agents' own business. */
export function announceConversation(
  services: Announcing,
  row: ConversationRow,
  who: 'everyone' | 'agents',
): void {
  services.deliver({
    event: 'conversation',
    payload: conversationForAgent(services, row),
    to: reachersOf(row),
  })
  if (who === 'everyone') announceToVisitor(services, row)
}

/** After messages: those who look at it, those who watch the inbox, and all who reach it while it is nobody's. */
export function announceActivity(
  services: Announcing,
  row: ConversationRow,
  who: 'everyone' | 'agents',
): void {
  services.deliver({
    event: 'conversation',
    payload: conversationForAgent(services, row),
    to: [
      { watchers: row.id },
      ...watchersOfInbox(row),
      ...(row.agent_id === null ? reachersOf(row) : [{ agent: row.agent_id }]),
    ],
  })
  if (who === 'everyone') announceToVisitor(services, row)
}

function announceToVisitor(services: Announcing, row: ConversationRow): void {
  const payload = conversationForVisitor(services, row)
  services.deliver({ event: 'conversation', payload, to: [{ visitor: row.visitor_id }] })
}

/** To whom it was theirs to see and is no longer: for them it is not there. Before whatever else is told of the change. */
export function announceLoss(
  { deliver }: Pick<Services, 'deliver'>,
  before: Placed,
  after: ConversationRow,
): void {
  const reachers = reachersOf(after)
  const kept = new Set(reachers.map(roomOf))
  const [lost, ...others] = reachersOf(before).filter((audience) => !kept.has(roomOf(audience)))
  const payload = { conversationId: after.id, updatedAt: after.updated_at.toISOString() }
  if (lost) deliver({ event: 'gone', payload, to: [lost, ...others], unless: reachers })
}

/**
 * A line of history: to those who look at the conversation, and to the two agents whom it leaves and reaches; where one of
 * them does not reach it any more, it is no business of theirs.
 */
export function announceAssignment(
  { deliver }: Pick<Services, 'deliver'>,
  line: AssignmentRow,
  after: Placed,
): void {
  const agents = [line.from_agent_id, line.to_agent_id].filter((id) => id !== null)
  const to: [Audience, ...Audience[]] = [
    { watchers: line.conversation_id },
    ...[...new Set(agents)].map((agent) => ({ agent })),
  ]
  deliver({ event: 'assignment', payload: assignmentView(line), to, within: reachersOf(after) })
}

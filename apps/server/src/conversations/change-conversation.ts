import type { Conversation } from '@biometrics/chat-protocol'
import { announceLoad } from '../agents/announce-agent.ts'
import type { Queries } from '../database/database.ts'
import { announceMessage } from '../messages/announce-message.ts'
import { appendMessage } from '../messages/append-message.ts'
import type { NewMessageRow } from '../messages/message-row.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { accessConversation, accessForChange } from './access-conversation.ts'
import { announceConversation } from './announce-conversation.ts'
import { type ConversationChange, type LockedConversation, updateConversation } from './conversation-store.ts'
import { conversationFor } from './conversation-view.ts'

export type ChangeServices = Pick<Services, 'database' | 'clock' | 'deliver' | 'activity'>

/** What an action decides while it holds the conversation: null leaves it as it is. */
export type Decision = { change: ConversationChange; note?: NewMessageRow } | null
type Decide = (held: LockedConversation, trx: Queries, now: Date) => Decision | Promise<Decision>

/** Every change of a conversation: hold it, decide, write, and tell the world after commit. */
export async function changeConversation(
  services: ChangeServices,
  session: Session,
  id: string,
  decide: Decide,
  who: 'everyone' | 'agents' = 'everyone',
): Promise<Conversation> {
  const now = services.clock.now()
  const changed = await services.database.query.transaction().execute(async (trx) => {
    const before = await accessForChange(trx, session, id)
    const decision = await decide(before, trx, now)
    if (decision === null) return null
    // Never back, whatever the clocks of two nodes say: clients tell by it which of two snapshots is newer.
    const moved = {
      updated_at: later(now, before.updated_at),
      ...(who === 'everyone' && { public_updated_at: later(now, before.public_updated_at) }),
    }
    await updateConversation(trx, id, { ...moved, ...decision.change })
    return { before, note: decision.note && (await appendMessage(trx, decision.note)) }
  })
  const row = await accessConversation(services.database, session, id)
  if (changed !== null) {
    announceConversation(services, row, who)
    if (changed.note) announceMessage(services, changed.note.message, changed.note.stored)
    services.activity.touchCounts()
    if (changed.before.status === 'queued') services.activity.touchQueue(changed.before.group_id)
    if (row.status === 'queued') services.activity.touchQueue(row.group_id)
    await announceLoad(services, loadChanged(changed.before, row))
  }
  return conversationFor(session, row)
}

/** The agents who answer for one conversation more or less than before. */
function loadChanged(before: LockedConversation, after: LockedConversation): Set<string> {
  const bearer = ({ status, agent_id }: LockedConversation) => (status === 'active' ? agent_id : null)
  const [from, to] = [bearer(before), bearer(after)]
  return new Set(from === to ? [] : [from, to].filter((id) => id !== null))
}

function later(a: Date, b: Date): Date {
  return a < b ? b : a
}

import type { VisitorSession } from '../session.ts'
import { findReopenDays } from '../apps/find-app.ts'
import { accessAny } from './access-conversation.ts'
import { announceChange, type ChangeServices, changeHeld } from './change-conversation.ts'
import { returnToAgent } from './return-to-agent.ts'

const DAY_MS = 86_400_000

/** A visitor who writes soon enough opens a closed conversation again; false: it stays closed. */
export async function reopenByVisitor(
  services: ChangeServices,
  { visitorId }: VisitorSession,
  conversationId: string,
): Promise<boolean> {
  const changed = await changeHeld(services, conversationId, async (held, trx, now) => {
    if (held.visitor_id !== visitorId || held.status !== 'closed' || held.closed_at === null) return null
    const days = await findReopenDays(trx, held.app_uuid)
    if (now.getTime() - held.closed_at.getTime() >= days * DAY_MS) return null
    return returnToAgent(trx, held, { reason: 'reopened', detail: 'visitor' }, now)
  })
  if (changed) await announceChange(services, changed, await accessAny(services.database, conversationId))
  return changed !== null
}

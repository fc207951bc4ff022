import { findReopenDays } from '../apps/find-app.ts'
import type { Services } from '../services.ts'
import type { VisitorSession } from '../session.ts'
import { accessAny } from './access-conversation.ts'
import { announceChange, type ChangeServices, changeHeld } from './change-conversation.ts'
import { returnToAgent } from './return-to-agent.ts'

const DAY_MS = 86_400_000

/** A visitor who writes soon enough opens a closed conversation again; false: it stays closed. */
export async function reopenByVisitor(
  services: ChangeServices & Pick<Services, 'availability'>,
  { visitorId, appUuid, pageHours }: VisitorSession,
  conversationId: string,
): Promise<boolean> {
  const changed = await changeHeld(services, conversationId, async (held, trx, now) => {
    if (held.visitor_id !== visitorId || held.status !== 'closed' || held.closed_at === null) return null
    const days = await findReopenDays(trx, held.app_uuid)
    if (now.getTime() - held.closed_at.getTime() >= days * DAY_MS) return null
    const decision = await returnToAgent(trx, held, { reason: 'reopened', detail: 'visitor' }, now)
    if (decision.change.status !== 'queued') return decision
    const door = { appId: appUuid, groupId: held.group_id, pageHours }
    const isMessage = (await services.availability.read(trx, door)).accepts === 'message'
    return {
      ...decision,
      change: { ...decision.change, is_message: isMessage, waits_for_opening: isMessage },
    }
  })
  if (changed) await announceChange(services, changed, await accessAny(services.database, conversationId))
  return changed !== null
}

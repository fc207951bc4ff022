import type { AgentStatus } from '@biometrics/chat-protocol'
import { lookAtAgent, lookAtQueuesOf } from '../conversations/look-at.ts'
import { recordShift } from '../metrics/record-shift.ts'
import type { Services } from '../services.ts'
import { findAgent, readStatus, writeNoticed } from './agent-store.ts'
import { announceAgent } from './announce-agent.ts'

export type NoticeServices = Pick<Services, 'database' | 'clock' | 'deliver' | 'router' | 'availability'>

/**
 * Draws the consequences of an agent's coming or going, once, whichever node notices it: colleagues and visitors are told,
 * who is online gets what waits, and what an agent leaves behind is looked at.
 */
export async function noticeStatus(services: NoticeServices, agentId: string): Promise<void> {
  const { database, clock } = services
  const now = clock.now()
  const known = await readStatus(database.query, agentId, now)
  if (!known || known.noticed === known.status) return
  const isOurs = await database.query.transaction().execute(async (trx) => {
    // Conversations before the agent, as everywhere.
    if (known.status === 'offline') await lookAtAgent(trx, agentId, now)
    if (known.status !== 'online') await lookAtQueuesOf(trx, agentId, now)
    const isWritten = await writeNoticed(trx, agentId, known, now)
    if (isWritten) await recordShift(trx, agentId, now)
    return isWritten
  })
  if (isOurs) await tell(services, agentId, known.status)
}

async function tell(services: NoticeServices, agentId: string, status: AgentStatus): Promise<void> {
  const row = await findAgent(services.database.query, agentId)
  if (!row) return
  announceAgent(services, row)
  await services.availability.changed()
  if (status === 'online') void services.router.routeAgent(agentId)
}

import type { AgentOccupancy, ReportRange } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import { occupancyOf } from './occupancy.ts'
import { readBorne, readShifts } from './occupancy-store.ts'
import { scopeOf } from './report-scope.ts'

/** Of every agent who was online in a range, how much of what they offered was taken. */
export async function readOccupancy(
  { database: { query }, clock }: Pick<Services, 'database' | 'clock'>,
  asked: ReportRange,
): Promise<{ items: AgentOccupancy[] }> {
  const { scope } = scopeOf({ ...asked, timeZone: 'UTC' })
  const now = clock.now()
  const [shifts, borne] = await Promise.all([readShifts(query, scope, now), readBorne(query, scope, now)])
  const spans = Map.groupBy(borne, ({ agent_id }) => agent_id)
  const items = [...Map.groupBy(shifts, ({ agent_id }) => agent_id)].map(([agentId, own]) => ({
    agentId,
    name: own[0]?.name ?? '',
    ...occupancyOf(own, spans.get(agentId) ?? []),
  }))
  return { items }
}

import { listAllApps } from '../apps/find-app.ts'
import type { Services } from '../services.ts'
import { type AgentRow, isAnyAgentOnline } from './agent-store.ts'
import { presenceView } from './agent-view.ts'

/** Agents hear who is there; of visitors' business is only whether anybody is. */
export function announceAgent({ deliver, clock }: Pick<Services, 'deliver' | 'clock'>, row: AgentRow): void {
  deliver({ event: 'agent', payload: presenceView(row, clock.now()), to: [{ agents: true }] })
}

export async function announceAvailability({
  database,
  deliver,
  clock,
}: Pick<Services, 'database' | 'deliver' | 'clock'>): Promise<void> {
  const online = await isAnyAgentOnline(database.query, clock.now())
  for (const app of await listAllApps(database.query)) {
    deliver({ event: 'availability', payload: { online, nextOpening: null }, to: [{ visitorsOf: app.id }] })
  }
}

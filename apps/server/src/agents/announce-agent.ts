import type { Services } from '../services.ts'
import { type AgentRow, findAgent } from './agent-store.ts'
import { presenceView } from './agent-view.ts'

/** Agents hear who is there; of visitors' business is only whether anybody is. */
export function announceAgent({ deliver, clock }: Pick<Services, 'deliver' | 'clock'>, row: AgentRow): void {
  deliver({ event: 'agent', payload: presenceView(row, clock.now()), to: [{ agents: true }] })
}

/** After a change of who answers for what: the load of each agent it touched. */
export async function announceLoad(
  services: Pick<Services, 'database' | 'deliver' | 'clock'>,
  agentIds: ReadonlySet<string>,
): Promise<void> {
  for (const id of agentIds) {
    const row = await findAgent(services.database.query, id)
    if (row) announceAgent(services, row)
  }
}

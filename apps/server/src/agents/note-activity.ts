import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { findAgent, updateAgent } from './agent-store.ts'
import { announceAgent } from './announce-agent.ts'

/** A person uses one of the agent's devices: who was away for want of that is back. */
export async function noteActivity(
  services: Pick<Services, 'database' | 'clock' | 'deliver' | 'availability'>,
  session: AgentSession,
): Promise<void> {
  const { database, clock } = services
  const before = await findAgent(database.query, session.agentId)
  await updateAgent(database.query, session.agentId, { active_at: clock.now(), is_idle: false })
  if (!before?.is_idle) return
  const row = await findAgent(database.query, session.agentId)
  if (!row) return
  announceAgent(services, row)
  await services.availability.changed()
}

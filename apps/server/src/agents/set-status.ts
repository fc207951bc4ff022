import { type Agent, ChatError, type Payload } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { findAgent, updateAgent } from './agent-store.ts'
import { agentView } from './agent-view.ts'
import { announceAgent } from './announce-agent.ts'

/** What the agent chooses stays through reloads; it counts while a socket is connected. */
export async function setStatus(
  services: Pick<Services, 'database' | 'clock' | 'deliver' | 'availability'>,
  session: AgentSession,
  { status, maxChats }: Payload<'agent:status'>,
): Promise<Agent> {
  const { database, clock } = services
  const change = { chosen_status: status, ...(maxChats !== undefined && { max_chats: maxChats }) }
  await updateAgent(database.query, session.agentId, change)
  const row = await findAgent(database.query, session.agentId)
  if (!row) throw new ChatError('unauthenticated')
  announceAgent(services, row)
  await services.availability.changed()
  return agentView(row, clock.now())
}

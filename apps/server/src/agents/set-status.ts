import { type Agent, ChatError, type Payload } from '@biometrics/chat-protocol'
import { recordShift } from '../metrics/record-shift.ts'
import type { AgentSession } from '../session.ts'
import { findAgent, updateAgent } from './agent-store.ts'
import { agentView } from './agent-view.ts'
import { announceAgent } from './announce-agent.ts'
import { type NoticeServices, noticeStatus } from './notice-status.ts'

/** What the agent chooses stays through reloads; it counts while a socket is connected. */
export async function setStatus(
  services: NoticeServices,
  session: AgentSession,
  { status, maxChats }: Payload<'agent:status'>,
): Promise<Agent> {
  const { database, clock } = services
  const active = { active_at: clock.now(), is_idle: false }
  const change = { ...active, chosen_status: status, ...(maxChats !== undefined && { max_chats: maxChats }) }
  await updateAgent(database.query, session.agentId, change)
  await noticeStatus(services, session.agentId)
  if (maxChats !== undefined) await recordShift(database.query, session.agentId, clock.now())
  const row = await findAgent(database.query, session.agentId)
  if (!row) throw new ChatError('unauthenticated')
  announceAgent(services, row)
  await services.availability.changed()
  void services.router.routeAgent(row.id)
  return agentView(row, clock.now())
}

import type { AgentSession } from '../session.ts'
import { findAgent, updateAgent } from './agent-store.ts'
import { type NoticeServices, noticeStatus } from './notice-status.ts'

/** A person uses one of the agent's devices: who was away for want of that is back. */
export async function noteActivity(services: NoticeServices, session: AgentSession): Promise<void> {
  const { database, clock } = services
  const before = await findAgent(database.query, session.agentId)
  await updateAgent(database.query, session.agentId, { active_at: clock.now(), is_idle: false })
  if (!before?.is_idle) return
  await noticeStatus(services, session.agentId)
}

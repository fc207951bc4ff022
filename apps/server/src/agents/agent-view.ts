import type { Agent, AgentPresence, AgentStatus } from '@biometrics/chat-protocol'
import type { AgentRow } from './agent-store.ts'

/** For the agents' side only: it holds the address. */
export function agentView(row: AgentRow, now: Date): Agent {
  return {
    ...presenceView(row, now),
    email: row.email,
    role: row.role,
    createdAt: row.created_at.toISOString(),
  }
}

export function presenceView(row: AgentRow, now: Date): AgentPresence {
  return {
    id: row.id,
    name: row.name,
    status: effectiveStatus(row, now),
    activeChats: row.active_chats,
    maxChats: row.max_chats,
  }
}

/** Without a connection an agent is offline, whatever was chosen. */
export function effectiveStatus(
  row: Pick<AgentRow, 'connected_until' | 'chosen_status'>,
  now: Date,
): AgentStatus {
  return row.connected_until !== null && row.connected_until > now ? row.chosen_status : 'offline'
}

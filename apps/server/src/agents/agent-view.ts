import type { Agent, AgentPresence, AgentStatus } from '@biometrics/chat-protocol'
import type { AgentRow } from './agent-store.ts'

/** For the agents' side only: it holds the address. */
export function agentView(row: AgentRow, now: Date): Agent {
  return {
    ...presenceView(row, now),
    email: row.email,
    role: row.role,
    skills: row.skills,
    languages: row.languages,
    active: row.deactivated_at === null,
    createdAt: row.created_at.toISOString(),
  }
}

export function presenceView(row: AgentRow, now: Date): AgentPresence {
  return {
    id: row.id,
    name: row.name,
    picture: row.picture,
    status: effectiveStatus(row, now),
    activeChats: row.active_chats,
    maxChats: row.max_chats,
    since: row.status_since?.toISOString() ?? null,
    groupIds: row.group_ids,
    reach: row.only_groups === null ? 'all' : 'groups',
  }
}

/** Without a connection an agent is offline, whatever was chosen; one whom no device has seen for long is away. */
export function effectiveStatus(
  row: Pick<AgentRow, 'connected_until' | 'chosen_status' | 'is_idle'>,
  now: Date,
): AgentStatus {
  if (row.connected_until === null || row.connected_until <= now) return 'offline'
  return row.chosen_status === 'online' && row.is_idle ? 'away' : row.chosen_status
}

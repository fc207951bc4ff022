import type { AgentStatus } from '@biometrics/chat-protocol'
import type { Queries } from '../database/database.ts'
import type { Reacher } from '../reach.ts'
import type { Services } from '../services.ts'
import { type AgentRow, findAgent, listConnectedAgents } from './agent-store.ts'
import { presenceView } from './agent-view.ts'

/** An agent's name, or null where there is none of this id. */
export async function findAgentName(query: Queries, id: string): Promise<string | null> {
  return (await findAgent(query, id))?.name ?? null
}

export interface AgentLoad {
  name: string
  /** Null: every conversation is theirs to see; see `reach.ts`. */
  onlyGroups: readonly string[] | null
  status: AgentStatus
  activeChats: number
  maxChats: number
}

/** Who an agent is and how much they have, or null where there is none of this id. */
export async function findAgentLoad(query: Queries, id: string, now: Date): Promise<AgentLoad | null> {
  const row = await findAgent(query, id)
  // Who may only read, or may not sign in, cannot answer for a conversation.
  return row && row.role !== 'read-only' && row.deactivated_at === null ? loadOf(row, now) : null
}

export interface PresenceNow extends AgentLoad {
  isConnected: boolean
  /** Since when somebody has noticed it. */
  since: Date | null
}

/** The same with how the agent is here. */
export async function findAgentPresence(query: Queries, id: string, now: Date): Promise<PresenceNow | null> {
  const row = await findAgent(query, id)
  if (!row) return null
  const isConnected = row.connected_until !== null && row.connected_until > now
  return { ...loadOf(row, now), isConnected, since: row.status_since }
}

function loadOf(row: AgentRow, now: Date): AgentLoad {
  return { ...presenceView(row, now), onlyGroups: row.only_groups }
}

/** Agents with a socket on any node, and what they reach. */
export async function connectedAgents({
  database,
  clock,
}: Pick<Services, 'database' | 'clock'>): Promise<Reacher[]> {
  const rows = await listConnectedAgents(database.query, clock.now())
  return rows.map(({ id, only_groups }) => ({ agentId: id, onlyGroups: only_groups }))
}

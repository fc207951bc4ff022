import type { AgentPresence } from '@biometrics/chat-protocol'
import { loadOf } from '../conversation/transfer-targets.ts'

const PRESENT_FIRST = { online: 0, away: 1, offline: 2 } as const

/** Who is there first, and among them by name, so that nobody jumps about while loads change. */
export function onBoard(
  team: Readonly<Record<string, AgentPresence>>,
  groupId: string | null,
): AgentPresence[] {
  return Object.values(team)
    .filter(({ groupIds }) => groupId === null || groupIds.includes(groupId))
    .sort((a, b) => PRESENT_FIRST[a.status] - PRESENT_FIRST[b.status] || a.name.localeCompare(b.name))
}

export function summaryOf(agents: readonly AgentPresence[]) {
  const online = agents.filter(({ status }) => status === 'online')
  const sum = (count: (agent: AgentPresence) => number) =>
    online.reduce((total, agent) => total + count(agent), 0)
  return {
    online: online.length,
    free: sum(({ activeChats, maxChats }) => Math.max(0, maxChats - activeChats)),
    full: online.filter((agent) => loadOf(agent) >= 1).length,
  }
}

import type { AgentPresence, Group, QueueOfGroup } from '@biometrics/chat-protocol'
import { mayBeGiven } from './reaches.ts'

/** Whom a conversation can be handed to, with what one wants to know before. */
export type TransferTarget =
  | { kind: 'agent'; id: string; name: string; agent: AgentPresence; free: number }
  | { kind: 'group'; id: string; name: string; queue: QueueOfGroup | null }

export interface Candidates {
  team: readonly AgentPresence[]
  groups: readonly Group[]
  queues: readonly QueueOfGroup[]
  /** Who has it already. */
  agentId: string | null
  groupId: string | null
}

const AVAILABLE_FIRST = { online: 0, away: 1, offline: 2 } as const

/** Those who can answer soonest come first; agents before groups. */
export function transferTargets(candidates: Candidates, query: string): TransferTarget[] {
  const { team, groups, queues, agentId, groupId } = candidates
  const wanted = words(query)
  const agents = team
    .filter((agent) => agent.id !== agentId && mayBeGiven(agent, groupId))
    .map((agent) => ({ kind: 'agent' as const, id: agent.id, name: agent.name, agent, free: freeOf(agent) }))
    .sort(
      (a, b) =>
        AVAILABLE_FIRST[a.agent.status] - AVAILABLE_FIRST[b.agent.status] ||
        Number(b.free > 0) - Number(a.free > 0) ||
        loadOf(a.agent) - loadOf(b.agent) ||
        a.name.localeCompare(b.name),
    )
  const others = groups
    // From a group's agent back into its queue is a way too.
    .filter(({ id }) => id !== groupId || agentId !== null)
    .map((group) => ({
      kind: 'group' as const,
      id: group.id,
      name: group.name,
      queue: queues.find((queue) => queue.groupId === group.id) ?? null,
    }))
    .sort((a, b) => a.name.localeCompare(b.name))
  return [...agents, ...others].filter(({ name }) => matches(name, wanted))
}

/** Full or not there: the conversation would wait. */
export function isUnavailable(target: TransferTarget): boolean {
  return target.kind === 'agent' && (target.agent.status !== 'online' || target.free === 0)
}

export function freeOf({ activeChats, maxChats }: Pick<AgentPresence, 'activeChats' | 'maxChats'>): number {
  return Math.max(0, maxChats - activeChats)
}

export function loadOf({ activeChats, maxChats }: Pick<AgentPresence, 'activeChats' | 'maxChats'>): number {
  return maxChats > 0 ? activeChats / maxChats : 1
}

/** Every word that was typed begins a word of the name, whatever its accents. */
function matches(name: string, wanted: readonly string[]): boolean {
  const known = words(name)
  return wanted.every((word) => known.some((other) => other.startsWith(word)))
}

function words(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
}

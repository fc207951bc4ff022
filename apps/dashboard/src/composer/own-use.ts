import type { ClientStorage } from '@biometrics/chat-client'

/** More than anybody has in use; beyond it the rarest ones go. */
const KEPT_MAX = 200

export type Uses = Readonly<Record<string, number>>

const keyOf = (agentId: string) => `biometrics-chat:canned-use:${agentId}`

/** How often the agent has taken each canned response on this device, by its id. */
export function usesOf(storage: ClientStorage, agentId: string): Uses {
  try {
    const known: unknown = JSON.parse(storage.get(keyOf(agentId)) ?? '{}')
    if (typeof known !== 'object' || known === null) return {}
    return Object.fromEntries(Object.entries(known).filter(([, count]) => typeof count === 'number'))
  } catch {
    return {}
  }
}

export function countUse(storage: ClientStorage, agentId: string, responseId: string): void {
  const known = usesOf(storage, agentId)
  const counted = { ...known, [responseId]: (known[responseId] ?? 0) + 1 }
  const kept = Object.entries(counted)
    .sort(([, a], [, b]) => b - a)
    .slice(0, KEPT_MAX)
  storage.set(keyOf(agentId), JSON.stringify(Object.fromEntries(kept)))
}

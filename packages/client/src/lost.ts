import type { Conversation } from '@biometrics/chat-protocol'

/** More than these at once would make it possible that one comes back for a moment, and no more than that. */
const KEPT_MAX = 1_000

type Told = Pick<Conversation, 'id' | 'updatedAt'>

/** Conversations that are erased or no longer this agent's to see: what was asked or told before may still be on its way. */
export interface Lost {
  add(conversationId: string, updatedAt: string | undefined): void
  has(conversationId: string): boolean
  /** Whether this is from before it was lost; what is not brings it back. */
  isFromBefore(told: Told): boolean
  clear(): void
}

export function createLost(): Lost {
  const lost = new Map<string, string | undefined>()
  return {
    add(conversationId, updatedAt) {
      lost.delete(conversationId)
      lost.set(conversationId, updatedAt)
      const [oldest] = lost.keys()
      if (lost.size > KEPT_MAX && oldest !== undefined) lost.delete(oldest)
    },
    has: (conversationId) => lost.has(conversationId),
    isFromBefore({ id, updatedAt }) {
      if (!lost.has(id)) return false
      const since = lost.get(id)
      if (since === undefined || updatedAt < since) return true
      lost.delete(id)
      return false
    },
    clear: () => lost.clear(),
  }
}

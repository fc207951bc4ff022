import type { OutboxEntry, PendingMessage } from './api.ts'

const NONE: readonly PendingMessage[] = []

/** The pending messages of each conversation; a list that did not change stays the same object. */
export function createPendingLists() {
  let lists: ReadonlyMap<string, readonly PendingMessage[]> = new Map()

  return {
    of: (conversationKey: string): readonly PendingMessage[] => lists.get(conversationKey) ?? NONE,

    /** Returns the keys whose list is another one now. */
    refresh(entries: readonly OutboxEntry[]): string[] {
      const fresh = new Map<string, readonly PendingMessage[]>()
      for (const entry of entries) {
        const key = entry.conversationKey
        fresh.set(key, [...(fresh.get(key) ?? NONE), entry])
      }
      const changed: string[] = []
      for (const key of new Set([...lists.keys(), ...fresh.keys()])) {
        const before = lists.get(key) ?? NONE
        if (isSame(before, fresh.get(key) ?? NONE)) fresh.set(key, before)
        else changed.push(key)
      }
      lists = fresh
      return changed
    },
  }
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at])
}

import type { ClientStorage } from './api.ts'
import type { OutboxEntry } from './outbox.ts'

/** One key for each message, so that two tabs never overwrite each other's. */
export function storageKey(prefix: string, clientId: string): string {
  return `${prefix}${clientId}`
}

export function readEntries(storage: ClientStorage, prefix: string): OutboxEntry[] {
  return storage
    .keys()
    .filter((key) => key.startsWith(prefix))
    .map((key) => readEntry(storage, prefix, key.slice(prefix.length)))
    .filter((entry) => entry !== undefined)
    .toSorted(byAge)
}

export function byAge(a: OutboxEntry, b: OutboxEntry): number {
  return a.createdAt - b.createdAt || (a.clientId < b.clientId ? -1 : 1)
}

/** What cannot be read was not written by us, or by a version that knew other shapes: it is as if it were not there. */
export function readEntry(storage: ClientStorage, prefix: string, clientId: string): OutboxEntry | undefined {
  try {
    const entry = JSON.parse(storage.get(storageKey(prefix, clientId)) ?? 'null') as OutboxEntry | null
    const valid = entry?.clientId === clientId && entry.draft && entry.conversationKey && entry.status
    return valid ? entry : undefined
  } catch {
    return undefined
  }
}

/** Whether it is being sent right now is this tab's own business: to all others, and after a reload, it waits. */
export function writeEntry(storage: ClientStorage, prefix: string, entry: OutboxEntry): void {
  const stored: OutboxEntry =
    entry.status.name === 'sending' ? { ...entry, status: { name: 'waiting' } } : entry
  storage.set(storageKey(prefix, entry.clientId), JSON.stringify(stored))
}

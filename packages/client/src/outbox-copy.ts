import type { OutboxChange, OutboxEntry, OutboxStorage } from './api.ts'

export type OutboxCopy = ReturnType<typeof createOutboxCopy>

type Told = Exclude<OutboxChange, 'all'>

/** What this tab shows of the stored messages, oldest first, with its own changes on their way to the storage. */
export function createOutboxCopy(storage: OutboxStorage, shows: (entry: OutboxEntry) => boolean) {
  /** By clientId; what is still being written is decided here. */
  const writes = new Map<string, Promise<void>>()
  /** For each look that is under way: the messages that changed meanwhile, of which it knows less than we do. */
  const looks = new Set<Set<string>>()
  let entries: readonly OutboxEntry[] = []

  function find(clientId: string): OutboxEntry | undefined {
    return entries.find((entry) => entry.clientId === clientId)
  }

  function show(entry: OutboxEntry) {
    entries = [...without(entry.clientId), entry].toSorted(byAge)
  }

  function without(clientId: string): readonly OutboxEntry[] {
    return entries.filter((entry) => entry.clientId !== clientId)
  }

  function overtakeLooks(clientId: string) {
    for (const look of looks) look.add(clientId)
  }

  /** A write that fails loses nothing: the message stays here, and is sent all the same. */
  function follow(clientId: string, writing: Promise<void>) {
    overtakeLooks(clientId)
    const done = writing
      .catch(() => {})
      .then(() => {
        if (writes.get(clientId) === done) writes.delete(clientId)
      })
    writes.set(clientId, done)
  }

  /** Whether it says anything new. */
  function take(stored: OutboxEntry): boolean {
    if (!shows(stored)) return drop(stored.clientId)
    const known = find(stored.clientId)
    if (known && isSame(stored, known)) return false
    show(stored)
    return true
  }

  function drop(clientId: string): boolean {
    if (!find(clientId)) return false
    entries = without(clientId)
    return true
  }

  return {
    get entries() {
      return entries
    },
    find,
    show,

    /** Asks again what is to be shown. */
    review() {
      entries = entries.filter(shows)
    },

    put(entry: OutboxEntry) {
      show(entry)
      follow(entry.clientId, storage.put(asStored(entry)))
    },

    remove(clientId: string) {
      drop(clientId)
      follow(clientId, storage.remove(clientId))
    },

    writing: (clientId: string): Promise<void> | undefined => writes.get(clientId),

    async written(): Promise<void> {
      await Promise.all(writes.values())
    },

    /** What another tab has written; returns whether anything is different now. */
    hear({ clientId, entry }: Told): boolean {
      if (writes.has(clientId)) return false
      overtakeLooks(clientId)
      return entry ? take(entry) : drop(clientId)
    },

    /** Reads what is stored; returns whether anything is different now. */
    async look(): Promise<boolean> {
      const overtaken = new Set(writes.keys())
      looks.add(overtaken)
      const stored = await storage.load().catch(() => entries)
      looks.delete(overtaken)
      const surely = stored.filter(({ clientId }) => !overtaken.has(clientId))
      const there = new Set(surely.map(({ clientId }) => clientId))
      const gone = entries.filter(({ clientId }) => !there.has(clientId) && !overtaken.has(clientId))
      return [...surely.map(take), ...gone.map(({ clientId }) => drop(clientId))].includes(true)
    },
  }
}

/** Whether it is being sent right now is this tab's own business: to all others, and after a reload, it waits. */
function asStored(entry: OutboxEntry): OutboxEntry {
  return entry.status.name === 'sending' ? { ...entry, status: { name: 'waiting' } } : entry
}

function byAge(a: OutboxEntry, b: OutboxEntry): number {
  return a.createdAt - b.createdAt || (a.clientId < b.clientId ? -1 : 1)
}

/** Where it was not refused, how far this tab has come with it is not stored. */
function isSame(stored: OutboxEntry, known: OutboxEntry): boolean {
  const bothWait = stored.status.name !== 'failed' && known.status.name !== 'failed'
  const sameStatus = bothWait || stored.status.name === known.status.name
  return sameStatus && stored.conversationKey === known.conversationKey && stored.owner === known.owner
}

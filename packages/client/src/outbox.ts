import type { CommandError, PayloadInput } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import type { ClientStorage, Draft, PendingMessage } from './api.ts'
import { CommandFailed, errorOf } from './errors.ts'
import { byAge, readEntries, readEntry, storageKey, writeEntry } from './outbox-storage.ts'
import { backoffMs, type Timing } from './timing.ts'

export type StartFacts = Pick<PayloadInput<'conversation:start'>, 'prechat'>

export interface OutboxEntry extends PendingMessage {
  /** Who wrote it; null when that was not known yet. Nobody else's name is put under it. */
  owner: string | null
  /** Set while the conversation itself is still to be started. */
  start?: StartFacts
}

export interface OutboxOptions {
  storage: ClientStorage
  /** Begins every key of the storage that belongs to this outbox. */
  prefix: string
  timing: Timing
  isOnline(): boolean
  /** Resolves when the server has it. */
  deliver(entry: OutboxEntry): Promise<void>
  onChange(): void
}

export type Outbox = ReturnType<typeof createOutbox>

/** Typed and not yet stored by the server, over all conversations; then the composer must say so. */
export const OUTBOX_MAX = 200

interface Lane {
  running: boolean
  failures: number
  callOff: (() => void) | undefined
}

/** Messages on their way: stored before they are shown, sent in order, one in flight per conversation, until the ✓. */
export function createOutbox(options: OutboxOptions) {
  const { storage, prefix, timing } = options
  const lanes = new Map<string, Lane>()
  let entries = readEntries(storage, prefix)
  let owner: string | null = null
  let destroyed = false

  const stopListening = storage.onChange((key) => {
    if (key === null) entries = readEntries(storage, prefix).filter(isOurs)
    else if (key.startsWith(prefix)) adopt(key.slice(prefix.length))
    else return
    options.onChange()
    flush()
  })

  /** What another tab wrote; what this tab is sending stays as it is. */
  function adopt(clientId: string) {
    const told = readEntry(storage, prefix, clientId)
    const known = find(clientId)
    if (told && known?.status.name === 'sending' && told.status.name === 'waiting') return
    entries = told && isOurs(told) ? placed(told) : entries.filter((entry) => entry.clientId !== clientId)
  }

  function isOurs(entry: OutboxEntry): boolean {
    return owner === null || entry.owner === null || entry.owner === owner
  }

  function find(clientId: string): OutboxEntry | undefined {
    return entries.find((entry) => entry.clientId === clientId)
  }

  function placed(entry: OutboxEntry): OutboxEntry[] {
    const others = entries.filter((other) => other.clientId !== entry.clientId)
    return [...others, entry].toSorted(byAge)
  }

  function put(entry: OutboxEntry) {
    writeEntry(storage, prefix, entry)
    entries = placed(entry)
    options.onChange()
  }

  function remove(clientId: string) {
    if (!find(clientId)) return
    storage.remove(storageKey(prefix, clientId))
    entries = entries.filter((entry) => entry.clientId !== clientId)
    options.onChange()
  }

  function add(conversationKey: string, draft: Draft, start?: StartFacts): string {
    if (entries.length >= OUTBOX_MAX) {
      throw new CommandFailed({
        code: 'busy',
        message: 'Too many messages are waiting to be sent.',
        retryable: true,
      })
    }
    const newest = entries.at(-1)?.createdAt ?? 0
    const clientId = uuid()
    const createdAt = Math.max(timing.now(), newest + 1)
    put({
      clientId,
      conversationKey,
      draft,
      createdAt,
      status: { name: 'waiting' },
      owner,
      ...(start && { start }),
    })
    flush()
    return clientId
  }

  /** Sends whatever may be sent now. */
  function flush() {
    if (destroyed || owner === null || !options.isOnline()) return
    for (const key of new Set(entries.map((entry) => entry.conversationKey))) void runLane(key)
  }

  function next(key: string): OutboxEntry | undefined {
    return entries.find((entry) => entry.conversationKey === key && entry.status.name !== 'failed')
  }

  async function runLane(key: string) {
    const lane = lanes.get(key) ?? { running: false, failures: 0, callOff: undefined }
    lanes.set(key, lane)
    if (lane.running || lane.callOff || !next(key)) return
    lane.running = true
    const send = () => sendAll(key, lane)
    try {
      await (storage.exclusive ? storage.exclusive(`${prefix}${key}`, send) : send())
    } finally {
      lane.running = false
    }
    if (lane.callOff || destroyed) return
    if (!next(key)) lanes.delete(key)
    else flush()
  }

  async function sendAll(key: string, lane: Lane) {
    for (;;) {
      const entry = next(key)
      if (!entry || destroyed || !options.isOnline()) return
      if (wasHandledElsewhere(entry)) continue
      const sending: OutboxEntry = { ...entry, status: { name: 'sending' } }
      put(sending)
      try {
        await options.deliver(sending)
        lane.failures = 0
        if (find(entry.clientId) === sending) remove(entry.clientId)
      } catch (failure) {
        if (!settleFailure(sending, errorOf(failure), lane, key)) return
      }
    }
  }

  /** Another tab was at it while this one waited for its turn; the news of it may still be on the way. */
  function wasHandledElsewhere({ clientId, conversationKey }: OutboxEntry): boolean {
    if (!storage.exclusive) return false
    const stored = readEntry(storage, prefix, clientId)
    if (stored?.status.name === 'waiting' && stored.conversationKey === conversationKey) return false
    adopt(clientId)
    options.onChange()
    return true
  }

  /** Whether the messages behind it may go on. */
  function settleFailure(sending: OutboxEntry, error: CommandError, lane: Lane, key: string): boolean {
    if (destroyed) return false
    const current = find(sending.clientId) === sending
    if (!error.retryable) {
      if (current) put({ ...sending, status: { name: 'failed', error } })
      return true
    }
    if (current) put({ ...sending, status: { name: 'waiting' } })
    const ms = Math.max(error.retryAfterMs ?? 0, backoffMs(lane.failures, timing))
    lane.failures += 1
    lane.callOff = timing.after(ms, () => {
      lane.callOff = undefined
      void runLane(key)
    })
    return false
  }

  return {
    get entries(): readonly OutboxEntry[] {
      return entries
    },
    add,
    find,
    flush,

    /** The server has it, whoever said so. */
    acknowledge: remove,
    discard: remove,

    retry(clientId: string) {
      const entry = find(clientId)
      if (entry?.status.name !== 'failed') return
      put({ ...entry, status: { name: 'waiting' } })
      flush()
    },

    /** After a reconnect nothing waits for its turn any longer. */
    resume() {
      for (const lane of lanes.values()) {
        lane.callOff?.()
        lane.callOff = undefined
        lane.failures = 0
      }
      flush()
    },

    /** From now on this is who writes; `judge` says what becomes of messages that somebody else wrote here. */
    setOwner(id: string, judge: (entry: OutboxEntry) => 'keep' | 'hide' | 'drop') {
      owner = id
      for (const entry of entries) {
        const verdict = entry.owner === null ? 'keep' : judge(entry)
        if (entry.owner === id) continue
        if (verdict === 'keep') put({ ...entry, owner: id })
        else if (verdict === 'drop') remove(entry.clientId)
      }
      entries = entries.filter(isOurs)
      options.onChange()
      flush()
    },

    /** What waited for a conversation's start now has its id. */
    started(key: string, conversationId: string) {
      for (const entry of entries) {
        if (entry.conversationKey !== key) continue
        const { start: _, ...rest } = entry
        put({ ...rest, conversationKey: conversationId })
      }
      flush()
    },

    /** Moves what failed in one conversation that never began behind another. */
    move(fromKey: string, toKey: string, start: StartFacts) {
      for (const entry of entries) {
        if (entry.conversationKey === fromKey) put({ ...entry, conversationKey: toKey, start })
      }
    },

    destroy() {
      destroyed = true
      stopListening()
      for (const lane of lanes.values()) lane.callOff?.()
    },
  }
}

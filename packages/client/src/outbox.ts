import type { CommandError } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import type { ClientStorage, Draft, OutboxEntry, OutboxStorage, StartFacts } from './api.ts'
import { CommandFailed, errorOf } from './errors.ts'
import { createOutboxCopy } from './outbox-copy.ts'
import { backoffMs, type Timing } from './timing.ts'

export interface OutboxOptions {
  storage: OutboxStorage
  /** Runs while no other tab runs under the same name; left out where there are no other tabs. */
  exclusive: ClientStorage['exclusive']
  /** Begins the names under which tabs take turns. */
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

/** A tab that works for longer than this lets the others have their turn, so that none takes it for asleep. */
const TURN_MS = 5_000

interface Lane {
  running: boolean
  failures: number
  callOff: (() => void) | undefined
}

type Judge = (entry: OutboxEntry) => 'keep' | 'hide' | 'drop'

/**
 * Messages on their way: shown at once, stored before they are sent, sent in order, one in flight per conversation,
 * until the ✓. Callers find it synchronous; what it stores, and what other tabs store, comes a little later.
 */
export function createOutbox(options: OutboxOptions) {
  const { storage, prefix, timing } = options
  const lanes = new Map<string, Lane>()
  const copy = createOutboxCopy(storage, isShown)
  let owner: string | null = null
  let judge: Judge = () => 'keep'
  let loaded = false
  let destroyed = false

  const stopListening = storage.onChange((change) => {
    if (change === 'all') return void look()
    if (copy.hear(change)) changed()
  })
  void look().then(() => {
    loaded = true
    flush()
  })

  /** Takes over what is stored now. */
  async function look() {
    if ((await copy.look()) && !destroyed) changed()
  }

  /** Something came that this tab did not write. */
  function changed() {
    judgeOthers()
    options.onChange()
    flush()
  }

  function verdictOn(entry: OutboxEntry): ReturnType<Judge> {
    return owner === null || entry.owner === null || entry.owner === owner ? 'keep' : judge(entry)
  }

  function isShown(entry: OutboxEntry): boolean {
    return verdictOn(entry) !== 'hide'
  }

  function judgeOthers() {
    for (const entry of copy.entries) {
      if (owner === null || entry.owner === owner) continue
      if (verdictOn(entry) === 'keep') copy.put({ ...entry, owner })
      else copy.remove(entry.clientId)
    }
  }

  function put(entry: OutboxEntry) {
    copy.put(entry)
    options.onChange()
  }

  function show(entry: OutboxEntry) {
    copy.show(entry)
    options.onChange()
  }

  function remove(clientId: string) {
    if (!copy.find(clientId)) return
    copy.remove(clientId)
    options.onChange()
  }

  function add(conversationKey: string, draft: Draft, start?: StartFacts): string {
    if (copy.entries.length >= OUTBOX_MAX) {
      throw new CommandFailed({
        code: 'busy',
        message: 'Too many messages are waiting to be sent.',
        retryable: true,
      })
    }
    const newest = copy.entries.at(-1)?.createdAt ?? 0
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
    if (destroyed || !loaded || owner === null || !options.isOnline()) return
    for (const key of new Set(copy.entries.map((entry) => entry.conversationKey))) void runLane(key)
  }

  function next(key: string): OutboxEntry | undefined {
    return copy.entries.find((entry) => entry.conversationKey === key && entry.status.name !== 'failed')
  }

  async function runLane(key: string) {
    const lane = lanes.get(key) ?? { running: false, failures: 0, callOff: undefined }
    lanes.set(key, lane)
    if (lane.running || lane.callOff || !next(key)) return
    lane.running = true
    try {
      if (options.exclusive) await options.exclusive(`${prefix}${key}`, () => takeTurn(key, lane))
      else await sendAll(key, lane)
    } finally {
      lane.running = false
    }
    if (lane.callOff || destroyed) return
    if (!next(key)) lanes.delete(key)
    else flush()
  }

  /** Another tab may have been at it before; the next one finds all that this one did. */
  async function takeTurn(key: string, lane: Lane) {
    await look()
    await sendAll(key, lane)
    await copy.written()
  }

  async function sendAll(key: string, lane: Lane) {
    const endsAt = timing.now() + TURN_MS
    for (;;) {
      const entry = next(key)
      if (!entry || destroyed || !options.isOnline() || timing.now() > endsAt) return
      const writing = copy.writing(entry.clientId)
      if (writing) {
        await writing
        continue
      }
      const sending: OutboxEntry = { ...entry, status: { name: 'sending' } }
      show(sending)
      try {
        await options.deliver(sending)
        lane.failures = 0
        if (copy.find(entry.clientId) === sending) remove(entry.clientId)
      } catch (failure) {
        if (!settleFailure(sending, errorOf(failure), lane, key)) return
      }
    }
  }

  /** Whether the messages behind it may go on. */
  function settleFailure(sending: OutboxEntry, error: CommandError, lane: Lane, key: string): boolean {
    if (destroyed) return false
    const current = copy.find(sending.clientId) === sending
    if (!error.retryable) {
      if (current) put({ ...sending, status: { name: 'failed', error } })
      return true
    }
    if (current) show({ ...sending, status: { name: 'waiting' } })
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
      return copy.entries
    },
    add,
    find: copy.find,
    flush,

    /** The server has it, whoever said so. */
    acknowledge: remove,
    discard: remove,

    retry(clientId: string) {
      const entry = copy.find(clientId)
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

    /** From now on this is who writes; `verdict` says what becomes of messages that somebody else wrote here. */
    setOwner(id: string, verdict: Judge) {
      owner = id
      judge = verdict
      copy.review()
      changed()
    },

    /** What waited for a conversation's start now has its id. */
    started(key: string, conversationId: string) {
      for (const entry of copy.entries) {
        if (entry.conversationKey !== key) continue
        const { start: _, ...rest } = entry
        put({ ...rest, conversationKey: conversationId })
      }
      flush()
    },

    /** Moves what failed in one conversation that never began behind another. */
    move(fromKey: string, toKey: string, start: StartFacts) {
      for (const entry of copy.entries) {
        if (entry.conversationKey === fromKey) put({ ...entry, conversationKey: toKey, start })
      }
    },

    destroy() {
      destroyed = true
      stopListening()
      for (const lane of lanes.values()) lane.callOff?.()
      void copy.written().then(storage.close)
    },

    /** Nothing that was written here is kept. */
    async empty() {
      await look()
      for (const { clientId } of copy.entries) copy.remove(clientId)
      await copy.written()
    },
  }
}

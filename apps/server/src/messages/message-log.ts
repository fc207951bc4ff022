import { ChatError } from '@biometrics/chat-protocol'
import type { Database } from '../database/database.ts'
import { isLocked, isUnavailable } from '../database/errors.ts'
import type { NewMessageRow, StoreResult } from './message-row.ts'
import { insertMessages } from './message-store.ts'

const BATCH_SIZE = 500
/** At the slowest rate seen on a small machine this is a second's work. */
export const QUEUE_SIZE = 10_000
const RETRY_AFTER_MS = 1_000

/** Appends to the log; resolves after commit, in the order of the calls. */
export interface MessageLog {
  append(message: NewMessageRow): Promise<StoreResult>
  /** How many are not stored yet, without those of the batch under way. */
  waiting(): number
  /** Calls back after each batch, stored or refused. */
  onStored(listener: () => void): void
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

interface Waiting {
  message: NewMessageRow
  resolve(result: StoreResult): void
  reject(error: unknown): void
}

/**
 * Group commit: while one batch is being flushed to disk the next one gathers, so a lone message waits for nobody and a
 * crowd shares one flush; those of the last batch are told while PostgreSQL stores the next. A batch that fails is stored
 * message by message, so that a poisoned one fails alone, and one that meets a conversation held by somebody else
 * conversation by conversation.
 */
export function createMessageLog(database: Database, count: (stored: number) => void = () => {}): MessageLog {
  const queue: Waiting[] = []
  /** Parts of a batch that failed, tried before anything else. */
  const parts: Waiting[][] = []
  let running: Promise<void> | undefined
  let told = () => {}

  async function drain() {
    if (queue.length < BATCH_SIZE) await endOfTurn()
    while (parts.length + queue.length > 0) {
      await storeBatch(parts.shift() ?? takeBatch())
      told()
    }
    running = undefined
  }

  /** A clientId stands once in a batch: its repeat goes into the next, where it meets the stored first. */
  function takeBatch(): Waiting[] {
    /** Hardly ever do two conversations have one clientId, so the pair of both is seldom made. */
    const conversationOf = new Map<string, string>()
    const pairs = new Set<string>()
    let size = 0
    for (const { message } of queue.slice(0, BATCH_SIZE)) {
      const { client_id, conversation_id } = message
      const first = client_id === null ? undefined : conversationOf.get(client_id)
      if (first === conversation_id || (first && pairs.has(`${conversation_id} ${client_id}`))) break
      if (first !== undefined) pairs.add(`${conversation_id} ${client_id}`)
      else if (client_id !== null) conversationOf.set(client_id, conversation_id)
      size += 1
    }
    return queue.splice(0, size)
  }

  async function storeBatch(batch: Waiting[]) {
    try {
      const results = await insertMessages(
        database,
        batch.map((waiting) => waiting.message),
      )
      count(results.length)
      // The next batch goes first, so that PostgreSQL works while this one is told.
      setImmediate(() => {
        batch.forEach((waiting, index) => waiting.resolve(results[index] as StoreResult))
      })
    } catch (error) {
      const smaller = partsOf(batch, error)
      if (smaller.length > 1) parts.unshift(...smaller)
      else for (const waiting of batch) waiting.reject(error)
      // Whoever waits behind a database that is away would wait as long again.
      if (isUnavailable(error))
        for (const waiting of [...parts.splice(0).flat(), ...queue.splice(0)]) waiting.reject(error)
    }
  }

  return {
    append(message) {
      if (queue.length >= QUEUE_SIZE) {
        throw new ChatError('busy', undefined, { retryAfterMs: RETRY_AFTER_MS })
      }
      return new Promise((resolve, reject) => {
        queue.push({ message, resolve, reject })
        running ??= drain()
      })
    },
    waiting: () => queue.length,
    onStored(listener) {
      told = listener
    },
    async idle() {
      await running
      await endOfTurn()
    },
  }
}

/** By then all has come in that this turn of the event loop reads: what a batch costs it costs for one message too. */
function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** What to try by itself after a failure, so that one message or one conversation fails alone. */
function partsOf(batch: Waiting[], error: unknown): Waiting[][] {
  if (isDataError(error)) return batch.map((waiting) => [waiting])
  if (isLocked(error)) return [...Map.groupBy(batch, ({ message }) => message.conversation_id).values()]
  return [batch]
}

/** SQLSTATE classes 22 (data) and 23 (constraints): the fault of a message, not of the server. */
function isDataError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code))
}

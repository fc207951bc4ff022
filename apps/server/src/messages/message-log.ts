import { ChatError } from '@biometrics/chat-protocol'
import type { Database } from '../database/database.ts'
import type { NewMessageRow, StoreResult } from './message-row.ts'
import { insertMessages } from './message-store.ts'

const BATCH_SIZE = 500
/** At the slowest rate seen on a small machine this is a second's work. */
export const QUEUE_SIZE = 10_000
const RETRY_AFTER_MS = 1_000

/** Appends to the log; resolves after commit, in the order of the calls. */
export interface MessageLog {
  append(message: NewMessageRow): Promise<StoreResult>
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
 * crowd shares one flush. A batch that fails is stored message by message, so that a poisoned one fails alone.
 */
export function createMessageLog(database: Database): MessageLog {
  const queue: Waiting[] = []
  let running: Promise<void> | undefined

  async function drain() {
    while (queue.length > 0) await storeBatch(takeBatch())
    running = undefined
  }

  /** A clientId stands once in a batch: its repeat goes into the next, where it meets the stored first. */
  function takeBatch(): Waiting[] {
    const batch: Waiting[] = []
    const names = new Set<string>()
    while (queue.length > 0 && batch.length < BATCH_SIZE) {
      const { conversation_id, client_id } = (queue[0] as Waiting).message
      const name = `${conversation_id} ${client_id}`
      if (client_id !== null && names.has(name)) break
      names.add(name)
      batch.push(queue.shift() as Waiting)
    }
    return batch
  }

  async function storeBatch(batch: Waiting[]) {
    try {
      const results = await insertMessages(
        database,
        batch.map((waiting) => waiting.message),
      )
      batch.forEach((waiting, index) => waiting.resolve(results[index] as StoreResult))
    } catch (error) {
      const [first] = batch
      if (batch.length === 1 && first) first.reject(error)
      else if (isDataError(error)) for (const waiting of batch) await storeBatch([waiting])
      else for (const waiting of batch) waiting.reject(error)
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
    async idle() {
      await running
    },
  }
}

/** SQLSTATE classes 22 (data) and 23 (constraints): the fault of a message, not of the server. */
function isDataError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code))
}

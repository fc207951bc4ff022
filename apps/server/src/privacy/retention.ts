import { keepDoing } from '../clock/keep-doing.ts'
import { isUnavailable } from '../database/errors.ts'
import { reachersOf } from '../reach.ts'
import type { Services } from '../services.ts'
import {
  listExpired,
  listForgotten,
  takeConversations,
  takeExpiredFiles,
  takePerson,
} from './person-store.ts'

const SWEEP_MS = 3_600_000
const BATCH_SIZE = 100
/** So many batches in one go; the rest in an hour. */
const MOST_BATCHES = 500

type RetentionServices = Pick<Services, 'database' | 'clock' | 'files' | 'deliver'>

/** Removes what is older than its app keeps it: closed conversations, then people without any, and files by their own time. */
export async function sweepExpired({ database, clock, files, deliver }: RetentionServices): Promise<void> {
  const { query } = database
  const now = clock.now()
  const inBatches = async (step: () => Promise<{ files: string[]; count: number }>) => {
    for (let batch = 0; batch < MOST_BATCHES; batch++) {
      const taken = await step()
      for (const id of taken.files) await files.remove(id)
      if (taken.count < BATCH_SIZE) return
    }
  }
  await inBatches(async () => {
    const expired = await listExpired(query, now, BATCH_SIZE)
    const ids = expired.map(({ id }) => id)
    const taken = await query.transaction().execute((trx) => takeConversations(trx, ids))
    // Whoever reaches them may have them in a list.
    for (const conversation of expired)
      deliver({ event: 'gone', payload: { conversationId: conversation.id }, to: reachersOf(conversation) })
    return { files: taken, count: ids.length }
  })
  await inBatches(async () => {
    const ids = await listForgotten(query, now, BATCH_SIZE)
    const taken: string[] = []
    for (const id of ids) taken.push(...(await query.transaction().execute((trx) => takePerson(trx, id))))
    return { files: taken, count: ids.length }
  })
  await inBatches(async () => {
    const taken = await takeExpiredFiles(query, now, BATCH_SIZE)
    return { files: taken, count: taken.length }
  })
}

/** Every hour, on every node: each finds what the others have left. */
export function watchRetention(
  services: RetentionServices,
  onError: (error: unknown) => void,
): { stop(): void } {
  const report = (error: unknown) => isUnavailable(error) || onError(error)
  return keepDoing(services.clock, SWEEP_MS, () => sweepExpired(services), report)
}

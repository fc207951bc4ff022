import { keepDoing } from '../clock/keep-doing.ts'
import { isUnavailable } from '../database/errors.ts'
import type { Services } from '../services.ts'
import { takeOrphans } from './attachment-store.ts'

const SWEEP_MS = 3_600_000
/** So long a visitor may take from choosing a file to sending it. */
const UNUSED_MS = 24 * 3_600_000
const BATCH_SIZE = 500

type SweepServices = Pick<Services, 'database' | 'clock' | 'files'>

/** Removes what visitors uploaded and never sent. */
export async function sweepOrphans({ database, clock, files }: SweepServices): Promise<void> {
  const before = new Date(clock.now().getTime() - UNUSED_MS)
  const orphans = await takeOrphans(database.query, before, BATCH_SIZE)
  for (const id of orphans) await files.remove(id)
}

/** Every hour, on every node: each finds what the others have left. */
export function watchOrphans(services: SweepServices, onError: (error: unknown) => void): { stop(): void } {
  const report = (error: unknown) => isUnavailable(error) || onError(error)
  return keepDoing(services.clock, SWEEP_MS, () => sweepOrphans(services), report)
}

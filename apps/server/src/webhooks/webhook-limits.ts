import type { DeliveryRow } from './delivery-store.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export const ATTEMPT_TIMEOUT_MS = 5_000
/** A node that claimed an attempt and died lets go by this. */
export const CLAIM_MS = MINUTE_MS
/** Under way at once for one webhook, and on one node for all of them. */
export const PARALLEL_EACH = 10
export const PARALLEL_ALL = 50
/** What waits for one webhook; beyond it nothing is kept for it, and its log says so. */
export const MOST_WAITING = 10_000
/** Failures in a row after which only one attempt is made now and then, until one succeeds. */
export const PAUSES_AFTER = 50
export const PAUSE_MS = 15 * MINUTE_MS
/** How long the log of deliveries, and with it their bodies, is kept. */
export const LOG_KEPT_MS = 30 * 24 * HOUR_MS
/** How long a secret that was replaced still signs beside the new one. */
export const SECRET_OVERLAP_MS = 24 * HOUR_MS

/** The waits between attempts: nine attempts within about fourteen hours. */
const RETRY_AFTER_MS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  6 * HOUR_MS,
]

/** When to try again after so many attempts; null when it has been tried often enough. */
export function nextAttempt({ attempts }: Pick<DeliveryRow, 'attempts'>, now: Date): Date | null {
  const wait = RETRY_AFTER_MS[attempts - 1]
  return wait === undefined ? null : new Date(now.getTime() + wait)
}

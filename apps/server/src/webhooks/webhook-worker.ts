import { isUnavailable } from '../database/errors.ts'
import type { Services } from '../services.ts'
import { attemptDelivery } from './attempt-delivery.ts'
import { claimDue, type DeliveryRow, deleteDeliveriesBefore } from './delivery-store.ts'
import { handOutEvents } from './hand-out-events.ts'
import { CLAIM_MS, LOG_KEPT_MS, PARALLEL_ALL, PARALLEL_EACH, PAUSES_AFTER } from './webhook-limits.ts'
import { listActiveWebhooks } from './webhook-store.ts'

const LOOK_MS = 1_000
/** While there is no webhook: another node may have been told of the first. */
const IDLE_LOOK_MS = 10_000
const SWEEP_MS = 3_600_000

export interface WebhookWorker {
  /** There is something to send: look now, not in a second. */
  wake(): void
  /** Lets go of what is under way; other nodes, or the next start, send it. */
  stop(): Promise<void>
}

/**
 * Sends what happened to those who want to know. Every node does, and what one has claimed the others leave alone; chat
 * never waits for it. A receiver hears of everything at least once and in no promised order.
 */
export function startWebhookWorker(
  services: Pick<Services, 'database' | 'clock' | 'vault' | 'outbound' | 'fileLinks'>,
  onError: (error: unknown) => void,
): WebhookWorker {
  const { database, clock } = services
  const stopped = new AbortController()
  const underWay = new Set<Promise<void>>()
  let cancel = () => {}
  let looking: Promise<void> | undefined
  let again = false
  let sweptAt = 0

  /** Resolves with whether there is a webhook at all. */
  async function look(): Promise<boolean> {
    if ((await listActiveWebhooks(database.query)).length === 0) return false
    while (!stopped.signal.aborted && (await handOutEvents(services)) > 0);
    const room = PARALLEL_ALL - underWay.size
    const now = clock.now()
    if (room > 0 && !stopped.signal.aborted) {
      const due = await claimDue(database.query, {
        now,
        until: new Date(now.getTime() + CLAIM_MS),
        most: room,
        each: PARALLEL_EACH,
        pausesAfter: PAUSES_AFTER,
      })
      for (const delivery of due) attempt(delivery)
    }
    if (now.getTime() - sweptAt >= SWEEP_MS) {
      sweptAt = now.getTime()
      await deleteDeliveriesBefore(database.query, new Date(sweptAt - LOG_KEPT_MS))
    }
    return true
  }

  function attempt(delivery: DeliveryRow) {
    const attempted = attemptDelivery(services, delivery, stopped.signal)
      .catch(report)
      .finally(() => {
        underWay.delete(attempted)
        // Its place is free.
        wake()
      })
    underWay.add(attempted)
  }

  function report(error: unknown) {
    // A database that is away is told of often enough.
    if (!stopped.signal.aborted && !isUnavailable(error)) onError(error)
  }

  function wake() {
    if (stopped.signal.aborted) return
    if (looking) {
      again = true
      return
    }
    cancel()
    let waitMs = LOOK_MS
    looking = look()
      .then((isBusy) => {
        if (!isBusy) waitMs = IDLE_LOOK_MS
      })
      .catch(report)
      .finally(() => {
        looking = undefined
        if (again) {
          again = false
          wake()
        } else if (!stopped.signal.aborted) cancel = clock.after(waitMs, wake)
      })
  }

  cancel = clock.after(LOOK_MS, wake)
  return {
    wake,
    async stop() {
      stopped.abort(new Error('The server stops.'))
      cancel()
      await looking
      await Promise.all(underWay)
    },
  }
}

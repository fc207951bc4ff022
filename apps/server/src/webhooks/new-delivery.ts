import { v7 as uuid } from 'uuid'
import type { DeliveryRow } from './delivery-store.ts'
import { MOST_WAITING } from './webhook-limits.ts'

/** A delivery that is due at once. */
export function newDelivery(
  webhookId: string,
  what: Pick<DeliveryRow, 'event_id' | 'event' | 'conversation_id' | 'body'>,
  now: Date,
): DeliveryRow {
  return {
    id: uuid(),
    webhook_id: webhookId,
    ...what,
    status: 'waiting',
    attempts: 0,
    next_attempt_at: now,
    claimed_until: null,
    response_status: null,
    error: null,
    duration_ms: null,
    created_at: now,
    finished_at: null,
  }
}

/** One for which there is no room; its line in the log says so. */
export function withoutRoom(delivery: DeliveryRow, now: Date): DeliveryRow {
  const error = `Not sent: ${MOST_WAITING} deliveries were waiting already. It can be replayed.`
  return { ...delivery, status: 'failed', next_attempt_at: null, error, finished_at: now }
}

import type { Webhook, WebhookDelivery, WebhookEvent } from '@biometrics/chat-protocol'
import type { DeliveryRow } from './delivery-store.ts'
import { PAUSES_AFTER } from './webhook-limits.ts'
import type { WebhookRow } from './webhook-store.ts'

export function webhookView(row: WebhookRow): Webhook {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    events: row.events.filter((event): event is Exclude<WebhookEvent, 'ping'> => event !== 'ping'),
    active: row.is_active,
    state: stateOf(row),
    failures: row.failures,
    pausedUntil: row.paused_until?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }
}

function stateOf(row: WebhookRow): Webhook['state'] {
  if (!row.is_active) return 'off'
  if (row.failures >= PAUSES_AFTER) return 'paused'
  return row.failures > 0 ? 'failing' : 'working'
}

export function deliveryView(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    eventId: row.event_id,
    event: row.event,
    status: row.status,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    responseStatus: row.response_status,
    error: row.error,
    durationMs: row.duration_ms,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}

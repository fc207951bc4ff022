import type { Services } from '../services.ts'
import { type DeliveryRow, finishAttempt } from './delivery-store.ts'
import { SECRET_PLACE } from './manage-webhooks.ts'
import { signedHeaders } from './sign.ts'
import { ATTEMPT_TIMEOUT_MS, nextAttempt, PAUSE_MS, PAUSES_AFTER } from './webhook-limits.ts'
import { findWebhook, noteFailure, noteSuccess, type WebhookRow } from './webhook-store.ts'

type AttemptServices = Pick<Services, 'database' | 'clock' | 'vault' | 'outbound'>

const ERROR_LENGTH = 500
/** What a receiver answers is not kept, so there is no use in reading it. */
const ANSWER_BYTES = 1_024

/** Sends one claimed delivery and writes down what became of it; anything but 2xx is a failure. */
export async function attemptDelivery(
  services: AttemptServices,
  delivery: DeliveryRow,
  signal: AbortSignal,
): Promise<void> {
  const { database, clock, outbound } = services
  const webhook = await findWebhook(database.query, delivery.webhook_id)
  if (!webhook) return
  const from = clock.now()
  const answer = await outbound
    .send({
      url: webhook.url,
      method: 'POST',
      headers: headersOf(services, webhook, delivery, from),
      body: delivery.body,
      timeoutMs: ATTEMPT_TIMEOUT_MS,
      mostBytes: ANSWER_BYTES,
      signal,
    })
    .catch((error: unknown) => error)
  // This node stops; the claim runs out and another one tries again.
  if (signal.aborted) return
  const now = clock.now()
  const outcome = judge(answer)
  const at = outcome.error === null ? null : nextAttempt(delivery, now)
  await finishAttempt(database.query, delivery.id, {
    status: outcome.error === null ? 'delivered' : at === null ? 'failed' : 'waiting',
    next_attempt_at: at,
    finished_at: at === null ? now : null,
    duration_ms: now.getTime() - from.getTime(),
    response_status: outcome.status,
    error: outcome.error,
  })
  if (outcome.error === null) await noteSuccess(database.query, webhook.id)
  else await noteFailure(database.query, webhook.id, PAUSES_AFTER, new Date(now.getTime() + PAUSE_MS))
}

function judge(answer: unknown): { status: number | null; error: string | null } {
  if (answer instanceof Error) return { status: null, error: answer.message.slice(0, ERROR_LENGTH) }
  const { status } = answer as { status: number }
  if (status >= 200 && status < 300) return { status, error: null }
  return {
    status,
    error:
      status >= 300 && status < 400
        ? `It answered ${status}; redirects are not followed.`
        : `It answered ${status}.`,
  }
}

function headersOf(
  { vault }: Pick<Services, 'vault'>,
  webhook: WebhookRow,
  { event_id, event, body }: DeliveryRow,
  now: Date,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-webhook-id': event_id,
    'x-webhook-event': event,
    ...signedHeaders(vault, SECRET_PLACE, webhook, body, now),
  }
}

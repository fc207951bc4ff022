import type { Breach, WebhookPayload } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import type { Queries } from '../database/database.ts'
import { countWaiting, insertDeliveries } from './delivery-store.ts'
import { newDelivery, withoutRoom } from './new-delivery.ts'
import { MOST_WAITING } from './webhook-limits.ts'
import { listActiveWebhooks } from './webhook-store.ts'

/** Makes the deliveries of a missed target, in the transaction that says that it is told. */
export async function handOutBreach(trx: Queries, breach: Breach, now: Date): Promise<void> {
  const event = 'metrics.breach'
  const webhooks = (await listActiveWebhooks(trx)).filter(({ events }) => events.includes(event))
  if (webhooks.length === 0) return
  const waiting = await countWaiting(
    trx,
    webhooks.map(({ id }) => id),
    MOST_WAITING,
  )
  const payload: WebhookPayload = { id: uuid(), event, createdAt: breach.at, data: { breach } }
  const what = { event_id: payload.id, event, conversation_id: null, body: JSON.stringify(payload) } as const
  await insertDeliveries(
    trx,
    webhooks.map(({ id }) => {
      const delivery = newDelivery(id, what, now)
      return (waiting.get(id) ?? 0) < MOST_WAITING ? delivery : withoutRoom(delivery, now)
    }),
  )
}

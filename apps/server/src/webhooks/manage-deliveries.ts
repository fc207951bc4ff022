import { ChatError, type WebhookDelivery, type WebhookDeliveryWithBody } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import type { Services } from '../services.ts'
import { type DeliveryRow, findDelivery, insertDeliveries, listDeliveries } from './delivery-store.ts'
import { missing } from './manage-webhooks.ts'
import { newDelivery } from './new-delivery.ts'
import { findWebhook } from './webhook-store.ts'
import { deliveryView } from './webhook-view.ts'

type LogServices = Pick<Services, 'database' | 'clock' | 'webhooks'>

/** What was sent and what is still to be sent, newest first. */
export async function readLog(
  { database }: LogServices,
  webhookId: string,
  before: string | undefined,
  limit: number,
): Promise<WebhookDelivery[]> {
  if (!(await findWebhook(database.query, webhookId))) missing(webhookId)
  return (await listDeliveries(database.query, webhookId, before, limit)).map(deliveryView)
}

export async function getDelivery(
  services: LogServices,
  webhookId: string,
  id: string,
): Promise<WebhookDeliveryWithBody> {
  const row = await find(services, webhookId, id)
  return { ...deliveryView(row), body: row.body }
}

/** Sends the same again, as a delivery of its own: same body, same id of what happened. */
export async function replayDelivery(
  services: LogServices,
  webhookId: string,
  id: string,
): Promise<WebhookDelivery> {
  const { event_id, event, conversation_id, body } = await find(services, webhookId, id)
  return send(services, webhookId, { event_id, event, conversation_id, body })
}

/** A delivery to try a webhook out with. */
export async function pingWebhook(services: LogServices, webhookId: string): Promise<WebhookDelivery> {
  const { database, clock } = services
  if (!(await findWebhook(database.query, webhookId))) missing(webhookId)
  const event_id = uuid()
  const body = JSON.stringify({
    id: event_id,
    event: 'ping',
    createdAt: clock.now().toISOString(),
    data: {},
  })
  return send(services, webhookId, { event_id, event: 'ping', conversation_id: null, body })
}

async function send(
  { database, clock, webhooks }: LogServices,
  webhookId: string,
  what: Pick<DeliveryRow, 'event_id' | 'event' | 'conversation_id' | 'body'>,
): Promise<WebhookDelivery> {
  const row = newDelivery(webhookId, what, clock.now())
  await insertDeliveries(database.query, [row])
  webhooks.wake()
  return deliveryView(row)
}

async function find({ database }: LogServices, webhookId: string, id: string): Promise<DeliveryRow> {
  const row = await findDelivery(database.query, webhookId, id)
  if (!row) throw new ChatError('not_found', `There is no delivery ${id}.`)
  return row
}

import type { Conversation, Message, WebhookPayload } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { findConversationsForAgents } from '../conversations/find-conversations.ts'
import { findMessagesForAgents } from '../messages/find-messages.ts'
import type { Services } from '../services.ts'
import {
  countWaiting,
  type DeliveryRow,
  insertDeliveries,
  type OutboxRow,
  takeFromOutbox,
} from './delivery-store.ts'
import { newDelivery, withoutRoom } from './new-delivery.ts'
import { MOST_WAITING } from './webhook-limits.ts'
import { listActiveWebhooks } from './webhook-store.ts'

const BATCH_SIZE = 200

/**
 * Turns what happened into deliveries, one for each webhook that wants it; resolves with how many events were taken. The
 * transaction that takes them out of the outbox puts the deliveries in, so nothing is lost or doubled in between.
 */
export async function handOutEvents({
  database,
  clock,
  fileLinks,
}: Pick<Services, 'database' | 'clock' | 'fileLinks'>): Promise<number> {
  return database.query.transaction().execute(async (trx) => {
    const happened = await takeFromOutbox(trx, BATCH_SIZE)
    if (happened.length === 0) return 0
    const webhooks = await listActiveWebhooks(trx)
    const wanted = happened.filter(({ event }) => webhooks.some(({ events }) => events.includes(event)))
    if (wanted.length === 0) return happened.length

    const conversations = await findConversationsForAgents(database, fileLinks, [
      ...new Set(wanted.map(({ conversation_id }) => conversation_id)),
    ])
    const messages = await findMessagesForAgents(
      trx,
      fileLinks,
      wanted.flatMap(({ message_id }) => (message_id === null ? [] : [message_id])),
    )
    const waiting = await countWaiting(
      trx,
      webhooks.map(({ id }) => id),
      MOST_WAITING,
    )
    const rows: DeliveryRow[] = []
    for (const row of wanted) {
      const conversation = conversations.get(row.conversation_id)
      const message = row.message_id === null ? null : messages.get(row.message_id)
      // Erased meanwhile: there is nothing to tell any more.
      if (!conversation || message === undefined) continue
      const event_id = uuid()
      const body = JSON.stringify(payload(event_id, row, conversation, message))
      for (const webhook of webhooks) {
        if (!webhook.events.includes(row.event)) continue
        const before = waiting.get(webhook.id) ?? 0
        waiting.set(webhook.id, before + 1)
        const { event, conversation_id } = row
        const delivery = newDelivery(webhook.id, { event_id, event, conversation_id, body }, clock.now())
        rows.push(before < MOST_WAITING ? delivery : withoutRoom(delivery, clock.now()))
      }
    }
    await insertDeliveries(trx, rows)
    return happened.length
  })
}

/** A note is told of in its own event only: who wants messages need not want what agents say among themselves. */
function payload(
  id: string,
  { event, created_at }: OutboxRow,
  conversation: Conversation,
  message: Message | null,
): WebhookPayload {
  const hidesNote = event !== 'note.created' && conversation.lastMessage?.visibility === 'note'
  return {
    id,
    event,
    createdAt: created_at.toISOString(),
    data: {
      conversation: hidesNote ? { ...conversation, lastMessage: null } : conversation,
      ...(message !== null && { message }),
    },
  }
}

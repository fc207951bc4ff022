import { accessAny } from '../conversations/access-conversation.ts'
import { announceConversation } from '../conversations/announce-conversation.ts'
import type { ChangeServices } from '../conversations/change-conversation.ts'
import { isLocked } from '../database/errors.ts'
import { type ConversationRow, placeOf } from '../conversations/conversation-view.ts'
import { announceMessage } from '../messages/announce-message.ts'
import type { NewMessageRow, StoredAs } from '../messages/message-row.ts'
import { systemMessage } from '../messages/system-message.ts'
import { storeQueued } from './tell-queued-store.ts'

/**
 * Tells a visitor who has to wait that they do, once, with their place and how long it may take, and returns how it is then;
 * null: there is no need.
 */
export async function tellQueued(
  services: ChangeServices,
  row: ConversationRow,
): Promise<ConversationRow | null> {
  const { id } = row
  if (row.status !== 'queued' || row.queue_told || row.is_message) return null
  await services.estimates.refresh(row.group_id)
  const place = placeOf(services, row)
  if (place === null) return null
  const words = 'You are in queue. An agent will be with you shortly.'
  const content = { message: words, event: 'queue', data: { ...place } }
  const message = systemMessage(id, content, services.clock.now())
  const stored = await storeUnlessHeld(services, message, place.estimatedWaitSeconds)
  if (stored === null) return null
  const told = await accessAny(services.database, id)
  announceConversation(services, told, 'everyone')
  announceMessage(services, message, stored)
  services.activity.touchQueue(told.group_id)
  return told
}

const TRIES = 3

/**
 * Whoever holds the conversation for so long is just bringing it to somebody. What was begun is begun: that this word could
 * not be said must not be told to the visitor as a failure of it.
 */
async function storeUnlessHeld(
  { database }: Pick<ChangeServices, 'database'>,
  message: NewMessageRow,
  estimatedSeconds: number | null,
): Promise<StoredAs | null> {
  for (let tried = 0; tried < TRIES; tried++) {
    try {
      return await storeQueued(database, message, estimatedSeconds)
    } catch (error) {
      if (!isLocked(error)) throw error
    }
  }
  return null
}

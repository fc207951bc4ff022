import { newMessageId } from './message-id.ts'
import type { NewMessageRow } from './message-row.ts'

/** What the product itself says: screens know `event` and say it in the reader's language, others show the words. */
export function systemMessage(
  conversationId: string,
  { message, event, data }: { message: string; event: string; data?: Record<string, unknown> },
  now: Date,
): NewMessageRow {
  return {
    id: newMessageId(),
    conversation_id: conversationId,
    client_id: null,
    for_visitor: null,
    sender_id: 'system',
    sender_type: 'system',
    sender_name: null,
    type: 'system',
    content: { message, event, ...(data && { data }) },
    visibility: 'all',
    reply_to: null,
    created_at: now,
  }
}

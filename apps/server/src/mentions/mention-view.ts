import type { Mention } from '@biometrics/chat-protocol'
import type { MentionRow } from './mention-store.ts'

const TEXT_LENGTH = 300

export function mentionView(row: MentionRow): Mention {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    text: (row.content.text ?? '').slice(0, TEXT_LENGTH),
    by: { id: row.sender_id, name: row.sender_name },
    visitor: { id: row.visitor_id, name: row.visitor_name },
    at: row.at.toISOString(),
    read: row.read_at !== null,
  }
}

import type { Conversation } from '@biometrics/chat-protocol'
import type { Database } from '../database/database.ts'
import { findConversations } from './conversation-store.ts'
import { conversationForAgent } from './conversation-view.ts'

/** Conversations by id, as agents see them; those that are gone are left out. */
export async function findConversationsForAgents(
  database: Pick<Database, 'prepared'>,
  ids: readonly string[],
): Promise<Map<string, Conversation>> {
  const rows = ids.length === 0 ? [] : await findConversations(database, ids)
  return new Map(rows.map((row) => [row.id, conversationForAgent(row)]))
}

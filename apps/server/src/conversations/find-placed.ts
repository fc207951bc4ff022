import type { Database } from '../database/database.ts'
import { type ConversationRow, findConversationsWithoutPlace } from './conversation-store.ts'

/** Conversations that wait, for somebody who knows their places already: counting those before each takes its time. */
export type PlacedConversation = ConversationRow

export function findPlaced(
  database: Pick<Database, 'prepared'>,
  ids: readonly string[],
): Promise<PlacedConversation[]> {
  return ids.length === 0 ? Promise.resolve([]) : findConversationsWithoutPlace(database, ids)
}

import type { Conversation } from '@biometrics/chat-protocol'
import type { Database } from '../database/database.ts'
import { findConversations } from './conversation-store.ts'
import type { Services } from '../services.ts'
import { UNKNOWN } from '../routing/estimate.ts'
import { conversationForAgent } from './conversation-view.ts'

/** Other programs are told where one stands, and not how long it may take, which is another figure a moment later. */
const NOTHING = { at: () => UNKNOWN }

/** Conversations by id, as agents see them; those that are gone are left out. */
export async function findConversationsForAgents(
  database: Pick<Database, 'prepared'>,
  fileLinks: Services['fileLinks'],
  ids: readonly string[],
): Promise<Map<string, Conversation>> {
  const rows = ids.length === 0 ? [] : await findConversations(database, ids)
  return new Map(rows.map((row) => [row.id, conversationForAgent({ estimates: NOTHING, fileLinks }, row)]))
}

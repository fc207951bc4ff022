import type { Conversation } from '@biometrics/chat-protocol'
import type { Database } from '../database/database.ts'
import { listVisitorConversations } from './conversation-store.ts'
import { conversationForVisitor } from './conversation-view.ts'

/** A visitor's newest conversations come with the session; older ones are asked for in pages. */
const NEWEST = 20

export async function listOwnConversations(
  database: Pick<Database, 'prepared'>,
  visitorId: string,
): Promise<Conversation[]> {
  return (await listVisitorConversations(database, visitorId, NEWEST)).map(conversationForVisitor)
}

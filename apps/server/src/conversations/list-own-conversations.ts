import type { Conversation } from '@biometrics/chat-protocol'
import type { Database } from '../database/database.ts'
import type { Services } from '../services.ts'
import { listVisitorConversations } from './conversation-store.ts'
import { conversationForVisitor } from './conversation-view.ts'

/** A visitor's newest conversations come with the session; older ones are asked for in pages. */
const NEWEST = 20

export async function listOwnConversations(
  {
    database,
    ...views
  }: { database: Pick<Database, 'prepared'> } & Pick<Services, 'estimates' | 'fileLinks'>,
  visitorId: string,
): Promise<Conversation[]> {
  const rows = await listVisitorConversations(database, visitorId, NEWEST)
  return rows.map((row) => conversationForVisitor(views, row))
}

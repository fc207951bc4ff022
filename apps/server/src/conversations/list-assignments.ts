import type { Assignment, List } from '@biometrics/chat-protocol'
import { readCursor, writeCursor } from '../database/cursor.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { accessConversation } from './access-conversation.ts'
import { listAssignments as select } from './assignment-store.ts'
import { assignmentView } from './assignment-view.ts'

/** Who answered for a conversation and whose queue it was, oldest first; for agents. */
export async function listAssignments(
  { database }: Pick<Services, 'database'>,
  session: AgentSession,
  conversationId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<List<Assignment>> {
  await accessConversation(database, session, conversationId)
  const [at = '', id = ''] = cursor === undefined ? [] : readCursor(cursor, 2)
  const after = cursor === undefined ? undefined : { at, id }
  const rows = await select(database.query, conversationId, after, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const more = rows.length > limit && last
  return {
    items: page.map(assignmentView),
    nextCursor: more ? writeCursor([last.at.toISOString(), last.id]) : null,
  }
}

import type { MentionQuery, MentionReply } from '@biometrics/chat-protocol'
import { readCursor, writeCursor } from '../database/cursor.ts'
import { eyesOf } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { countUnread, listMentions as select, markRead } from './mention-store.ts'
import { mentionView } from './mention-view.ts'

/** Where colleagues have named this agent, in what is theirs to see. */
export async function listMentions(
  { database }: Pick<Services, 'database'>,
  session: AgentSession,
  { cursor, limit, unread = false }: MentionQuery,
): Promise<MentionReply> {
  const { agentId } = session
  const eyes = eyesOf(session)
  const rows = await select(database.query, agentId, eyes, {
    onlyUnread: unread,
    before: cursor === undefined ? undefined : readCursor(cursor, 1)[0],
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(mentionView),
    nextCursor: rows.length > limit && last ? writeCursor([last.id]) : null,
    unread: await countUnread(database.query, agentId, eyes),
  }
}

/** The agent has seen them: those of one conversation, or all. */
export async function readMentions(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  { agentId }: AgentSession,
  conversationId: string | undefined,
): Promise<void> {
  await markRead(database.query, agentId, conversationId, clock.now())
}

import { ChatError, type Conversation, type ConversationQuery, type List } from '@biometrics/chat-protocol'
import { readCursor, writeCursor } from '../database/cursor.ts'
import type { Services } from '../services.ts'
import { eyesOf } from '../reach.ts'
import type { Session } from '../session.ts'
import { type ConversationRow, listConversations as select } from './conversation-store.ts'
import { conversationFor } from './conversation-view.ts'

/** The agents' lists, or a visitor's own conversations; newest activity first. */
export async function listConversations(
  { database, ...views }: Pick<Services, 'database' | 'estimates' | 'fileLinks'>,
  session: Session,
  query: ConversationQuery,
): Promise<List<Conversation>> {
  const rows = await select(database.query, {
    eyes: eyesOf(session),
    status: query.status,
    agentId: assignee(session, query.assignee),
    groupId: query.groupId,
    priority: query.priority,
    tag: query.tag,
    text: query.q === '' ? undefined : query.q,
    after: query.cursor === undefined ? undefined : position(query.cursor),
    limit: query.limit + 1,
  })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    items: page.map((row) => conversationFor(views, session, row)),
    nextCursor:
      rows.length > page.length && last ? writeCursor([orderOf(session, last).toISOString(), last.id]) : null,
  }
}

function assignee(session: Session, named: ConversationQuery['assignee']): string | null | undefined {
  if (named === 'none') return null
  if (named !== 'me') return named
  if (session.kind === 'agent') return session.agentId
  throw new ChatError('invalid_payload', 'assignee: only an agent can say "me".', {
    fields: [{ path: 'assignee', message: 'only an agent can say "me"' }],
  })
}

function orderOf(session: Session, row: ConversationRow): Date {
  return session.kind === 'visitor' ? row.public_updated_at : row.updated_at
}

function position(cursor: string): { updatedAt: string; id: string } {
  const [updatedAt = '', id = ''] = readCursor(cursor, 2)
  return { updatedAt, id }
}

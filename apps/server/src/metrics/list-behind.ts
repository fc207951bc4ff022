import type { BehindQuery, ReportConversation } from '@biometrics/chat-protocol'
import { readCursor, writeCursor } from '../database/cursor.ts'
import { eyesOf } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { scopeOf } from './report-scope.ts'
import { type BehindRow, listBehind } from './report-store.ts'
import { settle } from './settle.ts'

/** The conversations behind a figure that are theirs to see, newest first; figures themselves count all. */
export async function readBehind(
  { database: { query } }: Pick<Services, 'database'>,
  session: AgentSession,
  { figure, weekday, hour, score, commented, cursor, limit, ...range }: BehindQuery,
): Promise<{ items: ReportConversation[]; nextCursor: string | null }> {
  const { scope, zone } = scopeOf(range)
  await settle(query, null)
  const [startedAt = '', id = '', number = ''] = cursor === undefined ? [] : readCursor(cursor, 3)
  const rows = await listBehind(query, eyesOf(session), scope, {
    figure,
    timeZone: zone,
    weekday,
    hour,
    score,
    commented,
    after: cursor === undefined ? undefined : { startedAt, id, number: Number(number) },
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(view),
    nextCursor:
      rows.length > limit && last
        ? writeCursor([last.place, last.conversation_id, String(last.number)])
        : null,
  }
}

function view(row: BehindRow): ReportConversation {
  return {
    conversationId: row.conversation_id,
    episode: row.number,
    startedAt: row.started_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    visitor: row.visitor,
    group: row.group_name,
    agent: row.agent_name,
    tags: row.tags,
    closedBy: row.closed_by,
    isResolved: row.is_resolved,
    isAbandoned: row.is_abandoned,
    waitTime: row.waited,
    firstResponse: row.response_seconds,
    chatDuration: row.duration_seconds,
    messages: row.messages,
    rating: row.rating,
    comment: row.rating_comment,
  }
}

import type { LiveVisitors } from '@biometrics/chat-protocol'
import { readCursor, writeCursor } from '../database/cursor.ts'
import { eyesOf } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { countLive, listLive } from './live-store.ts'
import { visitorView } from './visitor-view.ts'

/** Who is on the customers' pages just now, as far as their chat has a connection. */
export async function listLiveVisitors(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  session: AgentSession,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<LiveVisitors> {
  const now = clock.now()
  const eyes = eyesOf(session)
  const rows = await listLive(
    database.query,
    eyes,
    now,
    cursor === undefined ? undefined : placeOf(cursor),
    limit + 1,
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map((row) => ({
      visitor: visitorView(row),
      since: row.since.toISOString(),
      conversation:
        row.conversation_id === null || row.status === null
          ? null
          : { id: row.conversation_id, status: row.status, agentName: row.agent_name },
    })),
    nextCursor: rows.length > limit && last ? writeCursor([last.since_text, last.id]) : null,
    count: await countLive(database.query, eyes, now),
  }
}

function placeOf(cursor: string) {
  const [since = '', id = ''] = readCursor(cursor, 2)
  return { since, id }
}

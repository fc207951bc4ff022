import type { List, SearchQuery, VisitorHit } from '@biometrics/chat-protocol'
import { readCursor, writeCursor } from '../database/cursor.ts'
import { eyesOf } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { visitorView } from '../visitors/visitor-view.ts'
import { markHits, wordsIn } from './excerpt.ts'
import { parseQuery } from './parse-query.ts'
import { findVisitors, type VisitorHitRow, wordsHit } from './search-store.ts'
import { withinSeconds } from './within-seconds.ts'

/** People by name, address, number or the id at the customer's site. Filters are about messages: with one nobody is found. */
export async function searchVisitors(
  { reports }: Pick<Services, 'reports'>,
  session: AgentSession,
  { q, cursor, limit }: SearchQuery,
): Promise<List<VisitorHit>> {
  const { terms, filters } = parseQuery(q)
  if (filters.length > 0 || terms.length === 0) return { items: [], nextCursor: null }
  return withinSeconds(reports, async (query) => {
    const rows = await findVisitors(query, eyesOf(session), {
      terms,
      after: cursor === undefined ? undefined : placeOf(cursor),
      limit: limit + 1,
    })
    const page = rows.slice(0, limit)
    const hits = await wordsHit(query, wordsIn(page.map(shownName)), terms, [])
    const last = page.at(-1)
    return {
      items: page.map((row) => view(row, hits)),
      nextCursor: rows.length > page.length && last ? writeCursor([last.seen_at, last.id]) : null,
    }
  })
}

function view(row: VisitorHitRow, hits: ReadonlySet<string>): VisitorHit {
  const { last_id: id, last_status: status, last_updated_at: updatedAt } = row
  return {
    visitor: visitorView(row),
    name: markHits(shownName(row), hits, true),
    conversations: row.conversations,
    lastConversation:
      id === null || status === null || updatedAt === null
        ? null
        : { id, status, updatedAt: updatedAt.toISOString() },
  }
}

function shownName({ name, email, phone, external_id }: VisitorHitRow): string {
  return name ?? email ?? phone ?? external_id ?? ''
}

function placeOf(cursor: string) {
  const [at = '', id = ''] = readCursor(cursor, 2)
  return { at, id }
}

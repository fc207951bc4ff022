import { ChatError, type List, type SearchHit, type SearchQuery } from '@biometrics/chat-protocol'
import { zoneOf } from '../calendars/zones.ts'
import { readCursor, writeCursor } from '../database/cursor.ts'
import type { Queries } from '../database/database.ts'
import { messageForAgent } from '../messages/message-view.ts'
import { eyesOf, reachable } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { markHits, wordsIn } from './excerpt.ts'
import { conditionOf } from './narrow-search.ts'
import { parseQuery } from './parse-query.ts'
import { findMessages, type HitRow, readLanguages, wordsHit } from './search-store.ts'
import { withinSeconds } from './within-seconds.ts'

/** What was said, notes too, in what is theirs to see. On the reports' connections, off the chat's. */
export function searchMessages(
  { reports, fileLinks }: Pick<Services, 'reports' | 'fileLinks'>,
  session: AgentSession,
  asked: SearchQuery,
): Promise<List<SearchHit>> {
  return withinSeconds(reports, (query) => search(query, fileLinks, session, asked))
}

async function search(
  query: Queries,
  fileLinks: Services['fileLinks'],
  session: AgentSession,
  { q, cursor, limit, timeZone = 'UTC' }: SearchQuery,
): Promise<List<SearchHit>> {
  const { terms, filters } = parseQuery(q)
  const languages = await readLanguages(query)
  const rows = await findMessages(query, {
    terms,
    languages,
    conditions: [
      reachable(eyesOf(session)),
      ...filters.map((filter) => conditionOf(filter, session, requireZone(timeZone))),
    ],
    after: cursor === undefined ? undefined : placeOf(cursor),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const hits = await wordsHit(query, wordsIn(page.map(({ said }) => said)), terms, languages)
  const last = page.at(-1)
  return {
    items: page.map((row) => hitView(fileLinks, row, hits)),
    nextCursor:
      rows.length > page.length && last
        ? writeCursor([last.found_at, last.conversation_id, String(last.seq)])
        : null,
  }
}

function hitView(links: Services['fileLinks'], row: HitRow, hits: ReadonlySet<string>): SearchHit {
  return {
    message: messageForAgent(links, row, row),
    excerpt: markHits(row.said, hits),
    conversation: {
      id: row.conversation_id,
      status: row.status,
      subject: row.subject,
      agentId: row.agent_id,
      agentName: row.agent_name,
      groupId: row.group_id,
      tags: row.tags,
      visitor: { id: row.visitor_id, name: row.visitor_name, email: row.visitor_email },
    },
  }
}

/** A place; PostgreSQL reads the sign of an offset the other way round. */
function requireZone(name: string): string {
  const zone = zoneOf(name)
  if (zone !== undefined && !/^[+-]/.test(zone)) return zone
  throw new ChatError('invalid_payload', 'timeZone: no such zone.', {
    fields: [
      { path: 'timeZone', message: 'must be a zone of the time zone database, such as Europe/Berlin' },
    ],
  })
}

function placeOf(cursor: string) {
  const [at = '', conversationId = '', seq = ''] = readCursor(cursor, 3)
  return { at, conversationId, seq }
}

import type { ConversationStatus } from '@biometrics/chat-protocol'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'
import type { MessageRow, ReadMarks } from '../messages/message-row.ts'
import { type Eyes, reachable, reachablePerson } from '../reach.ts'
import type { Term } from './parse-query.ts'

export interface HitRow extends MessageRow, ReadMarks {
  /** As text, to the microsecond: a place in the list. */
  found_at: string
  said: string
  status: ConversationStatus
  subject: string | null
  agent_id: string | null
  agent_name: string | null
  group_id: string | null
  tags: string[]
  visitor_id: string
  visitor_name: string | null
  visitor_email: string | null
}

export interface Place {
  at: string
  conversationId: string
  seq: string
}

/** The word forms that occur in what was said. */
export async function readLanguages(query: Queries): Promise<string[]> {
  const rows = await query.selectFrom('search_languages').select('config').orderBy('config').execute()
  return rows.map(({ config }) => config)
}

/** A word by its beginning as it is written, or in any form of the languages; a phrase as it stands. */
function termQuery({ text, isPhrase }: Term, languages: readonly string[]): RawBuilder<unknown> {
  if (isPhrase) return sql`phraseto_tsquery('simple', ${text})`
  const asWritten = `'${text.replaceAll(/['\\]/g, ' ')}':*`
  const forms = languages.map((config) => sql`|| plainto_tsquery(${config}::regconfig, ${text})`)
  return sql`(to_tsquery('simple', ${asWritten}) ${sql.join(forms, sql` `)})`
}

function allOf(terms: readonly Term[], languages: readonly string[]): RawBuilder<unknown> {
  const each = terms.map((term) => {
    const one = termQuery(term, languages)
    return term.isExcluded ? sql`(!! ${one})` : one
  })
  return sql`(${sql.join(each, sql` && `)})`
}

/** Newest first. */
export async function findMessages(
  query: Queries,
  search: {
    terms: readonly Term[]
    languages: readonly string[]
    conditions: readonly RawBuilder<unknown>[]
    after: Place | undefined
    limit: number
  },
): Promise<HitRow[]> {
  const { terms, languages, after, limit } = search
  const conditions = [...search.conditions]
  if (terms.length > 0) conditions.push(sql`w.words @@ ${allOf(terms, languages)}`)
  if (after)
    conditions.push(
      sql`(w.at, w.conversation_id, w.seq) < (${after.at}::timestamptz, ${after.conversationId}::uuid, ${after.seq}::bigint)`,
    )
  const { rows } = await sql<HitRow>`
    select m.*, w.at::text as found_at, message_text(m.type, m.content) as said,
      c.agent_read_seq, c.visitor_read_seq, c.status, c.subject, c.agent_id, g.name as agent_name, c.group_id, c.tags,
      v.id as visitor_id, v.name as visitor_name, v.email as visitor_email
    from message_words w
    join messages m on m.conversation_id = w.conversation_id and m.seq = w.seq
    join conversations c on c.id = w.conversation_id
    join visitors v on v.id = c.visitor_id
    left join agents g on g.id = c.agent_id
    where ${sql.join(conditions.length > 0 ? conditions : [sql`true`], sql` and `)}
    order by w.at desc, w.conversation_id desc, w.seq desc limit ${limit}`.execute(query)
  return rows
}

/** Of these words those that are looked for. */
export async function wordsHit(
  query: Queries,
  words: readonly string[],
  terms: readonly Term[],
  languages: readonly string[],
): Promise<Set<string>> {
  const wanted = terms.filter(({ isExcluded }) => !isExcluded)
  if (wanted.length === 0 || words.length === 0) return new Set()
  const forms = languages.map((config) => sql`|| to_tsvector(${config}::regconfig, word)`)
  // The words of a phrase are marked one by one.
  const each = wanted.flatMap((term) =>
    term.isPhrase
      ? term.text.split(/\s+/).map((text) => sql`plainto_tsquery('simple', ${text})`)
      : [termQuery(term, languages)],
  )
  const { rows } = await sql<{ word: string }>`
    select word from unnest(${words}::text[]) as word
    where (to_tsvector('simple', word) ${sql.join(forms, sql` `)}) @@ (${sql.join(each, sql` || `)})`.execute(
    query,
  )
  return new Set(rows.map(({ word }) => word))
}

export interface VisitorHitRow extends Selectable<Schema['visitors']> {
  /** As text, to the microsecond. */
  seen_at: string
  conversations: number
  last_id: string | null
  last_status: ConversationStatus | null
  last_updated_at: Date | null
}

const VISITOR_WORDS = sql.raw('visitor_words(v.name, v.email, v.phone, v.external_id)')

/** Who was seen last first. */
export async function findVisitors(
  query: Queries,
  eyes: Eyes,
  search: { terms: readonly Term[]; after: { at: string; id: string } | undefined; limit: number },
): Promise<VisitorHitRow[]> {
  const { after, limit } = search
  // As the parts of an address are kept.
  const terms = search.terms.map((term) => ({ ...term, text: term.text.replaceAll(/[@._+-]/g, ' ') }))
  const { rows } = await sql<VisitorHitRow>`
    with found as (
      select v.*, v.last_seen_at::text as seen_at from visitors v
      where (v.name is not null or v.email is not null or v.phone is not null or v.external_id is not null)
        and ${VISITOR_WORDS} @@ ${allOf(terms, [])} and ${reachablePerson(eyes)}
        and ${after ? sql`(v.last_seen_at, v.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql`true`}
      order by v.last_seen_at desc, v.id desc limit ${limit}
    )
    select f.*, (
        select count(*)::integer from conversations c where c.visitor_id = f.id and ${reachable(eyes)}
      ) as conversations,
      last.id as last_id, last.status as last_status, last.updated_at as last_updated_at
    from found f left join lateral (
      select c.id, c.status, c.updated_at from conversations c where c.visitor_id = f.id and ${reachable(eyes)}
      order by c.public_updated_at desc limit 1
    ) last on true
    order by f.last_seen_at desc, f.id desc`.execute(query)
  return rows
}

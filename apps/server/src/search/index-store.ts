import { sql } from 'kysely'
import type { Database, Queries } from '../database/database.ts'

/** Any number will do, as long as every node takes the same. */
const INDEX_LOCK = 53_070

/** Conversations with messages that were not read yet, among those with activity after a moment; by the lists' indexes. */
export async function listBehind(query: Queries, since: Date, limit: number): Promise<string[]> {
  const recent = (condition: ReturnType<typeof sql>) => sql`
    select c.id from conversations c left join search_progress p on p.conversation_id = c.id
    where c.updated_at > ${since} and ${condition} and c.last_seq > coalesce(p.seq, 0)`
  const { rows } = await sql<{ id: string }>`
    (${recent(sql`c.status <> 'closed'`)} limit ${limit}) union all (${recent(sql`c.status = 'closed'`)} limit ${limit})
    limit ${limit}`.execute(query)
  return rows.map(({ id }) => id)
}

/** A portion of all conversations in the order of their ids: the last of them, and those with messages that were not read. */
export async function walk(
  query: Queries,
  after: string,
  portion: number,
): Promise<{ last: string | null; behind: string[] }> {
  const { rows } = await sql<{ id: string; is_behind: boolean }>`
    select c.id, c.last_seq > coalesce(p.seq, 0) as is_behind
    from (select id, last_seq from conversations where id > ${after}::uuid order by id limit ${portion}) c
    left join search_progress p on p.conversation_id = c.id order by c.id`.execute(query)
  return {
    last: rows.at(-1)?.id ?? null,
    behind: rows.filter(({ is_behind }) => is_behind).map(({ id }) => id),
  }
}

// A call of `message_text` or `search_config` takes as long as all the rest: PostgreSQL cannot put what they do in its place.
// So most messages do without the one, and a conversation asks the other once.
const SAID = `case when m.type = 'text' then m.content ->> 'text' else message_text(m.type, m.content) end`

// One statement, which each connection plans once: planning it takes as long as the work. Words can be read again after a
// crash, so nobody waits until they are on disk; and whoever sends a message does not share its flush with them.
const INDEX_NEXT = `
  with mine as materialized (
    select pg_try_advisory_xact_lock(${INDEX_LOCK}) as got, set_config('synchronous_commit', 'off', true)
  ), talks as materialized (
    select c.id, coalesce(p.seq, 0) as seq, search_config(coalesce(c.language, v.language)) as config
    from conversations c
    join visitors v on v.id = c.visitor_id
    left join search_progress p on p.conversation_id = c.id
    where c.id = any($1::uuid[]) and (select got from mine)
  ), next as (
    select m.conversation_id, m.seq, m.created_at, ${SAID} as said, t.config
    from talks t
    cross join lateral (
      select * from messages m where m.conversation_id = t.id and m.seq > t.seq order by m.seq limit $2
    ) m
  ), stored as (
    insert into message_words (conversation_id, seq, at, words)
    select conversation_id, seq, created_at, search_words(config, said) from next where said <> ''
    on conflict do nothing
  ), spoken as (
    insert into search_languages select distinct config::text from next where config <> 'simple'::regconfig
    on conflict do nothing
  ), moved as (
    insert into search_progress select conversation_id, max(seq) from next group by conversation_id
    on conflict (conversation_id) do update set seq = greatest(search_progress.seq, excluded.seq)
  )
  select case when (select got from mine) then (select count(*)::integer from next) end as count`

/**
 * Reads the next messages of these conversations, at most so many of each. Resolves with how many they were; null when
 * another node is at it.
 */
export async function indexNext(
  database: Pick<Database, 'prepared'>,
  ids: readonly string[],
  each: number,
): Promise<number | null> {
  const [row] = await database.prepared<{ count: number | null }>('index_next', INDEX_NEXT, [ids, each])
  return row?.count ?? null
}

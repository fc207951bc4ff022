import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../apps/server/src/database/database.ts'

const MESSAGES_PER_CONVERSATION = 20
/** However long the history: what is open now is what agents can answer now. */
const OPEN_CONVERSATIONS = 500
export type Said = (n: RawBuilder<unknown>) => RawBuilder<unknown>

/** One statement holds its rows' bookkeeping in memory. */
const CHUNK = 1_000_000

/** So many messages in conversations of the usual length, most of them closed; the tables end as the product made them. */
export async function fillHistory(
  database: Database,
  agentId: string,
  messages: number,
  /** What the message of a number says. */
  said: Said = () => sql`repeat('x', 100)`,
): Promise<void> {
  const conversations = Math.ceil(messages / MESSAGES_PER_CONVERSATION)
  await sql`
    insert into visitors (id, app_uuid, attributes, page, created_at, last_seen_at)
    select ${idOf(sql`n`)}, (select id from apps limit 1), '{}', 'null', now(), now()
    from generate_series(1, ${conversations}::int) as n`.execute(database.query)
  await sql`
    insert into conversations (id, app_uuid, visitor_id, client_id, status, prechat, group_id, agent_id, priority,
      last_seq, last_public_seq, agent_read_seq, visitor_read_seq, created_at, updated_at, public_updated_at, closed_at)
    select made.id, app.id, made.id, 'first', case when is_open then 'active' else 'closed' end, '{}',
      (select id from groups limit 1), ${agentId}, 'normal', length, length, length, length, at, at, at,
      case when is_open then null else at end
    from (select id from apps limit 1) as app, generate_series(1, ${conversations}::int) as n,
      lateral (select ${idOf(sql`n`)} as id, n > ${conversations - OPEN_CONVERSATIONS} as is_open,
        ${MESSAGES_PER_CONVERSATION}::int as length,
        now() - (${conversations} - n) * interval '1 second' as at) as made`.execute(database.query)
  await withoutIndexes(database, 'messages', async () => {
    for (let first = 0; first < messages; first += CHUNK) {
      await insertMessages(
        database,
        sql`(select n, ${idOf(sql`n / ${MESSAGES_PER_CONVERSATION}::int + 1`)} as conversation_id,
          n % ${MESSAGES_PER_CONVERSATION}::int + 1 as seq
          from generate_series(${first}::int, ${Math.min(messages, first + CHUNK) - 1}::int) as n)`,
        said,
      )
    }
  })
  await sql`vacuum analyze`.execute(database.query)
}

/** One conversation of so many messages more. */
export async function fillLongConversation(
  database: Database,
  conversationId: string,
  messages: number,
): Promise<void> {
  await insertMessages(
    database,
    sql`(select -n as n, id as conversation_id, last_seq + n as seq
      from conversations, generate_series(1, ${messages}::int) as n where id = ${conversationId})`,
    () => sql`repeat('x', 100)`,
  )
  await sql`
    update conversations set last_seq = last_seq + ${messages}, last_public_seq = last_public_seq + ${messages}
    where id = ${conversationId}`.execute(database.query)
  await sql`vacuum analyze`.execute(database.query)
}

async function insertMessages({ query }: Database, places: RawBuilder<unknown>, said: Said): Promise<void> {
  await sql`
    insert into messages (id, conversation_id, seq, public_seq, client_id, sender_id, sender_type, sender_name,
      type, content, visibility, created_at)
    select ${idOf(sql`n + 100000000`)}, conversation_id, seq, seq, ${idOf(sql`n + 100000000`)}::text, conversation_id, 'user', null,
      'text', jsonb_build_object('text', ${said(sql`n`)}), 'all', now()
    from ${places} as place`.execute(query)
}

/** In the order of time, as the product's are (UUID version 7). */
function idOf(n: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(lpad(to_hex(1700000000000 + (${n})::bigint), 12, '0') || '7000' || '8' || substr(md5((${n})::text), 1, 15))::uuid`
}

/** Rows go in ten times as fast, and an index that is built at the end is the better one. */
async function withoutIndexes({ query }: Database, name: string, fill: () => Promise<void>): Promise<void> {
  const { rows: constraints } = await sql<{ name: string; definition: string }>`
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = ${name}::regclass and contype in ('p', 'u', 'f')`.execute(query)
  const named = constraints.map((constraint) => constraint.name)
  const { rows: indexes } = await sql<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = ${name} and indexname <> all(${named})`.execute(query)
  const change = (text: string) => sql.raw(`alter table ${name} ${text}`).execute(query)
  for (const constraint of constraints) await change(`drop constraint ${constraint.name}`)
  for (const index of indexes) await sql.raw(`drop index ${index.name}`).execute(query)
  await fill()
  for (const { name, definition } of constraints) await change(`add constraint ${name} ${definition}`)
  for (const { definition } of indexes) await sql.raw(definition).execute(query)
}

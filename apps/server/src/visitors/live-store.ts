import type { ConversationStatus } from '@biometrics/chat-protocol'
import { type Selectable, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'
import { type Eyes, reachable, reachablePerson } from '../reach.ts'

/** Those of a node who are here, until then; who was here already has been so since before. */
export async function writeLive(
  query: Queries,
  node: string,
  visitorIds: readonly string[],
  now: Date,
  until: Date,
): Promise<void> {
  await sql`
    insert into live_visitors (visitor_id, node, since, until)
    select id, ${node}, ${now}, ${until} from unnest(${visitorIds}::uuid[]) as id order by id
    on conflict (visitor_id, node) do update set until = excluded.until`.execute(query)
}

export async function deleteLive(query: Queries, node: string, visitorIds: readonly string[]): Promise<void> {
  await sql`
    delete from live_visitors where node = ${node} and visitor_id = any(${visitorIds}::uuid[])`.execute(query)
}

/** What nodes that died have left behind. */
export async function deleteExpired(query: Queries, now: Date): Promise<void> {
  await sql`delete from live_visitors where until < ${now}`.execute(query)
}

export interface LiveRow extends Selectable<Schema['visitors']> {
  since: Date
  /** As text, to the microsecond. */
  since_text: string
  conversation_id: string | null
  status: ConversationStatus | null
  agent_name: string | null
}

/** Who came last first, each with what they talk about just now. */
export async function listLive(
  query: Queries,
  eyes: Eyes,
  now: Date,
  after: { since: string; id: string } | undefined,
  limit: number,
): Promise<LiveRow[]> {
  const { rows } = await sql<LiveRow>`
    select v.*, l.since, l.since::text as since_text, c.id as conversation_id, c.status, c.agent_name
    from (
      select visitor_id, min(since) as since from live_visitors where until >= ${now} group by visitor_id
    ) l
    join visitors v on v.id = l.visitor_id
    left join lateral (
      select c.id, c.status, g.name as agent_name from conversations c left join agents g on g.id = c.agent_id
      where c.visitor_id = v.id and c.status <> 'closed' and ${reachable(eyes)} order by c.public_updated_at desc limit 1
    ) c on true
    where ${reachablePerson(eyes)} and ${after ? sql`(l.since, v.id) < (${after.since}::timestamptz, ${after.id}::uuid)` : sql`true`}
    order by l.since desc, v.id desc limit ${limit}`.execute(query)
  return rows
}

export async function countLive(query: Queries, eyes: Eyes, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct v.id)::integer as count from (
      select visitor_id as id from live_visitors where until >= ${now}
    ) v where ${reachablePerson(eyes)}`.execute(query)
  return rows[0]?.count ?? 0
}

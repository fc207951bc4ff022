import type { ConversationStatus, Priority } from '@biometrics/chat-protocol'
import { type RawBuilder, type Selectable, sql, type Updateable } from 'kysely'
import type { Database, Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'
import type { MessageRow } from '../messages/message-row.ts'
import { type Eyes, reachable, reachableBy } from '../reach.ts'

/** Rows that came through `to_jsonb`, where times are text. */
type AsJson<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] }

/** A conversation with all that a reader is shown of it. */
export interface ConversationRow extends Selectable<Schema['conversations']> {
  app_id: string
  visitor: AsJson<Selectable<Schema['visitors']>>
  agent_name: string | null
  agent_picture: string | null
  last_message: AsJson<MessageRow> | null
  last_public_message: AsJson<MessageRow> | null
  queue_position: number | null
  /** How far the visitor has read, in the agents' positions, and the other way round. */
  visitor_read_at_seq: number
  agent_read_at_public_seq: number
}

// A visitor's position is looked for among the agents' ones: seq lies above it by at most the number of notes. The limits
// say to the planner that one row is wanted for each conversation, lest it reads all messages for a hundred of them.
const PLACE = `case when c.status = 'queued' then (
      select count(*)::integer + 1 from conversations q
      where q.status = 'queued' and q.group_id is not distinct from c.group_id
        and (q.rank_at, q.queued_at, q.id) < (c.rank_at, c.queued_at, c.id)
    ) end`
// Whoever names a few conversations reads those and no more, also while the planner still believes that there are hardly any.
const ALL = { conversation: 'conversations c', visitor: 'visitors v on v.id = c.visitor_id' }
const NAMED = {
  conversation: `unnest($1::uuid[]) as named(id)
  join lateral (select * from conversations where id = named.id limit 1) c on true`,
  visitor: 'lateral (select * from visitors where id = c.visitor_id limit 1) v on true',
}
const selectWith = (place: string, from = ALL) => `
  select c.*, a.app_id, to_jsonb(v) as visitor, g.name as agent_name, g.picture as agent_picture,
    last.message as last_message, last_public.message as last_public_message,
    ${place} as queue_position,
    coalesce((
      select r.seq from messages r where r.conversation_id = c.id and r.public_seq = c.visitor_read_seq
        and r.seq between c.visitor_read_seq and c.visitor_read_seq + c.last_seq - c.last_public_seq
      order by r.seq limit 1
    ), 0) as visitor_read_at_seq,
    coalesce((
      select r.public_seq from messages r
      where r.conversation_id = c.id and r.seq <= c.agent_read_seq and r.public_seq is not null
      order by r.seq desc limit 1
    ), 0) as agent_read_at_public_seq
  from ${from.conversation}
  join apps a on a.id = c.app_uuid
  join ${from.visitor}
  left join agents g on g.id = c.agent_id
  left join lateral (
    select to_jsonb(m) as message, m.public_seq from messages m
    where m.conversation_id = c.id and m.seq <= c.last_seq and m.type <> 'system' order by m.seq desc limit 1
  ) last on true
  left join lateral (
    select case when last.public_seq is not null then last.message else (
      select to_jsonb(p) from messages p
      where p.conversation_id = c.id and p.seq < c.last_seq and p.public_seq is not null and p.type <> 'system'
      order by p.seq desc limit 1
    ) end as message
  ) last_public on true`
const SELECT = selectWith(PLACE)

async function select(query: Queries, rest: RawBuilder<unknown>): Promise<ConversationRow[]> {
  return (await sql<ConversationRow>`${sql.raw(SELECT)} ${rest}`.execute(query)).rows
}

/** Planning these costs several times what running them does, and everybody who comes asks them. */
const FIND = `${SELECT} where c.id = $1 and ${reachableBy('$2', '$3', '$4')}`

/** The door to one conversation: what these eyes do not see does not exist. */
export async function findConversation(
  database: Pick<Database, 'prepared'>,
  id: string,
  { visitorId, groupIds, agentId }: Eyes,
): Promise<ConversationRow | undefined> {
  const [row] = await database.prepared<ConversationRow>('find_conversation', FIND, [
    id,
    visitorId,
    groupIds,
    agentId,
  ])
  return row
}

const FIND_MANY = selectWith(PLACE, NAMED)

export async function findConversations(
  database: Pick<Database, 'prepared'>,
  ids: readonly string[],
): Promise<ConversationRow[]> {
  return database.prepared<ConversationRow>('find_conversations', FIND_MANY, [ids])
}

const FIND_PLACED = selectWith('null::integer', NAMED)

/** The same for whoever knows the places in the queue: `queue_position` is null. */
export async function findConversationsWithoutPlace(
  database: Pick<Database, 'prepared'>,
  ids: readonly string[],
): Promise<ConversationRow[]> {
  return database.prepared<ConversationRow>('find_placed', FIND_PLACED, [ids])
}

const LIST_OWN = `${SELECT} where c.visitor_id = $1 order by c.public_updated_at desc, c.id desc limit $2`

/** Newest first; a visitor has few, and the newest are the ones that matter. */
export async function listVisitorConversations(
  database: Pick<Database, 'prepared'>,
  visitorId: string,
  limit: number,
): Promise<ConversationRow[]> {
  return database.prepared<ConversationRow>('list_visitor_conversations', LIST_OWN, [visitorId, limit])
}

export interface ConversationFilter {
  eyes: Eyes
  status: ConversationStatus | 'open' | undefined
  /** null: nobody's. */
  agentId: string | null | undefined
  groupId: string | undefined
  priority: Priority | undefined
  tag: string | undefined
  text: string | undefined
  after: { updatedAt: string; id: string } | undefined
  limit: number
}

/** Newest activity first, by the pair (updated_at, id), so that a page never skips or repeats a row that stood still. */
export async function listConversations(
  query: Queries,
  filter: ConversationFilter,
): Promise<ConversationRow[]> {
  const order = filter.eyes.visitorId === null ? sql.ref('c.updated_at') : sql.ref('c.public_updated_at')
  const conditions: RawBuilder<unknown>[] = [reachable(filter.eyes)]
  const add = (condition: RawBuilder<unknown>) => conditions.push(condition)
  if (filter.status === 'open') add(sql`c.status <> 'closed'`)
  else if (filter.status !== undefined) add(sql`c.status = ${filter.status}`)
  if (filter.agentId === null) add(sql`c.agent_id is null`)
  else if (filter.agentId !== undefined) add(sql`c.agent_id = ${filter.agentId}`)
  if (filter.groupId !== undefined) add(sql`c.group_id = ${filter.groupId}`)
  if (filter.priority !== undefined) add(sql`c.priority = ${filter.priority}`)
  if (filter.tag !== undefined && filter.eyes.visitorId === null) add(sql`${filter.tag} = any(c.tags)`)
  if (filter.text !== undefined) {
    const pattern = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`
    add(sql`(v.name ilike ${pattern} or v.email ilike ${pattern} or c.subject ilike ${pattern})`)
  }
  if (filter.after !== undefined) {
    add(sql`(${order}, c.id) < (${filter.after.updatedAt}::timestamptz, ${filter.after.id}::uuid)`)
  }
  return select(
    query,
    sql`where ${sql.join(conditions, sql` and `)} order by ${order} desc, c.id desc limit ${filter.limit}`,
  )
}

/** Where a conversation with a visitor would begin, held so that two do not begin one; and the one that is open already. */
export async function findDoor(
  trx: Queries,
  visitorId: string,
): Promise<{ app_uuid: string; open_id: string | null } | undefined> {
  const visitor = await trx
    .selectFrom('visitors')
    .select('app_uuid')
    .where('id', '=', visitorId)
    .forUpdate()
    .executeTakeFirst()
  // Asked after the lock is had: what the other one began is seen.
  const open = await trx
    .selectFrom('conversations')
    .select('id')
    .where('visitor_id', '=', visitorId)
    .where('status', '<>', 'closed')
    .limit(1)
    .executeTakeFirst()
  return visitor && { app_uuid: visitor.app_uuid, open_id: open?.id ?? null }
}

export async function insertConversation(
  trx: Queries,
  row: Pick<
    Selectable<Schema['conversations']>,
    | 'id'
    | 'app_uuid'
    | 'visitor_id'
    | 'client_id'
    | 'subject'
    | 'prechat'
    | 'group_id'
    | 'created_at'
    | 'skills'
    | 'language'
    | 'page_hours'
    | 'is_message'
    | 'waits_for_opening'
    | 'visitor_until'
    | 'due_at'
  >,
): Promise<{ id: string; inserted: boolean }> {
  const inserted = await trx
    .insertInto('conversations')
    .values({
      ...row,
      prechat: JSON.stringify(row.prechat),
      status: 'queued',
      priority: 'normal',
      updated_at: row.created_at,
      public_updated_at: row.created_at,
      queued_at: row.created_at,
      rank_at: rankOf('normal', row.created_at),
    })
    .onConflict((conflict) => conflict.columns(['visitor_id', 'client_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted) return { id: inserted.id, inserted: true }
  const known = await trx
    .selectFrom('conversations')
    .select('id')
    .where('visitor_id', '=', row.visitor_id)
    .where('client_id', '=', row.client_id)
    .executeTakeFirstOrThrow()
  return { id: known.id, inserted: false }
}

export type LockedConversation = Selectable<Schema['conversations']>

/** Holds the conversation for the rest of the transaction; what these eyes do not see does not exist. */
export async function lockConversation(
  trx: Queries,
  id: string,
  eyes: Eyes,
): Promise<LockedConversation | undefined> {
  return trx
    .selectFrom('conversations as c')
    .selectAll()
    .where('id', '=', id)
    .where(reachable(eyes))
    .forUpdate()
    .executeTakeFirst()
}

export type ConversationChange = Omit<Updateable<Schema['conversations']>, 'id'>

export async function updateConversation(
  trx: Queries,
  id: string,
  change: ConversationChange,
): Promise<void> {
  await trx.updateTable('conversations').set(change).where('id', '=', id).execute()
}

/** The place in the order of the queue of one who is as urgent as this and came then. */
export function rankOf(priority: Priority, queuedAt: Date): RawBuilder<Date> {
  return sql<Date>`${queuedAt}::timestamptz + rank_delay(${priority})`
}

export async function readRank(trx: Queries, priority: Priority, queuedAt: Date): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select ${rankOf(priority, queuedAt)} as at`.execute(trx)
  return (rows[0] as { at: Date }).at
}

/** A place just before everybody who waits in the group's queue, or before those of one priority. */
export async function frontOfQueue(
  trx: Queries,
  groupId: string | null,
  otherwise: RawBuilder<Date>,
  among?: Priority,
): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select least(${otherwise}, (
      select q.rank_at - interval '1 millisecond' from conversations q
      where q.status = 'queued' and q.group_id is not distinct from ${groupId}::uuid
        and (${among ?? null}::text is null or q.priority = ${among ?? null})
      order by q.rank_at limit 1
    )) as at`.execute(trx)
  return (rows[0] as { at: Date }).at
}

/** Moves one side's read mark forward, never back, and counts anew what is left unread. */
export async function moveReadMark(
  query: Queries,
  conversationId: string,
  reader: 'agent' | 'visitor',
  seq: number,
): Promise<boolean> {
  const side = READERS[reader]
  const mark = sql.ref(side.mark)
  const upTo = sql`least(${seq}::bigint, c.${sql.ref(side.last)})`
  const { numAffectedRows } = await sql`
    update conversations c set ${mark} = ${upTo}, ${sql.ref(side.unread)} = (
      select count(*)::integer from messages m
      where m.conversation_id = c.id and m.seq > ${upTo} and m.${sql.ref(side.position)} > ${upTo}
        and m.sender_type = any(${side.senders}::text[])
    )
    where c.id = ${conversationId} and c.${mark} < ${upTo}`.execute(query)
  return numAffectedRows === 1n
}

const READERS = {
  agent: {
    mark: 'agent_read_seq',
    unread: 'agent_unread',
    last: 'last_seq',
    position: 'seq',
    senders: ['user'],
  },
  visitor: {
    mark: 'visitor_read_seq',
    unread: 'visitor_unread',
    last: 'last_public_seq',
    position: 'public_seq',
    senders: ['agent', 'bot'],
  },
} as const

export interface OpenCount {
  /** null: nobody's. */
  agent_id: string | null
  group_id: string | null
  status: ConversationStatus
  count: number
}

/** How many open conversations there are, by agent, group and status. */
export async function countOpen(query: Queries): Promise<OpenCount[]> {
  return query
    .selectFrom('conversations')
    .select((column) => ['agent_id', 'group_id', 'status', column.fn.countAll<number>().as('count')])
    .where('status', '<>', 'closed')
    .groupBy(['agent_id', 'group_id', 'status'])
    .execute()
}

/** The open conversations of a group. */
export async function listOpenOf(query: Queries, groupId: string): Promise<string[]> {
  const rows = await query
    .selectFrom('conversations')
    .select('id')
    .where('group_id', '=', groupId)
    .where('status', '<>', 'closed')
    .execute()
  return rows.map(({ id }) => id)
}

/** The first who waits in one group's queue, or in any of an agent's. */
export async function findNextFor(
  query: Queries,
  agentId: string,
  groupId: string | undefined,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select next.id from group_members m
    cross join lateral (
      select q.id, q.rank_at, q.queued_at from conversations q
      where q.status = 'queued' and q.group_id = m.group_id
      order by q.rank_at, q.queued_at, q.id limit 1
    ) next
    where m.agent_id = ${agentId} and (${groupId ?? null}::uuid is null or m.group_id = ${groupId ?? null})
    order by next.rank_at, next.queued_at, next.id limit 1`.execute(query)
  return rows[0]?.id ?? null
}

export interface QueuedRow {
  id: string
  /** As text, to the microsecond. */
  rank_at: string
  queued_at: string
}

/** A page of those who wait, of one group or of all, in the order in which they are served. */
export async function listQueue(
  query: Queries,
  eyes: Eyes,
  groupId: string | undefined,
  after: { rankAt: string; queuedAt: string; id: string } | undefined,
  limit: number,
): Promise<QueuedRow[]> {
  const conditions: RawBuilder<unknown>[] = [sql`c.status = 'queued'`, reachable(eyes)]
  if (groupId !== undefined) conditions.push(sql`group_id = ${groupId}`)
  if (after !== undefined) {
    const { rankAt, queuedAt, id } = after
    conditions.push(
      sql`(rank_at, queued_at, id) > (${rankAt}::timestamptz, ${queuedAt}::timestamptz, ${id}::uuid)`,
    )
  }
  const { rows } = await sql<QueuedRow>`
    select id, rank_at::text, queued_at::text from conversations c
    where ${sql.join(conditions, sql` and `)}
    order by c.rank_at, c.queued_at, id limit ${limit}`.execute(query)
  return rows
}

export interface QueueRow {
  id: string
  name: string
  waiting: number
  oldest: Date | null
  agents_online: number
  free_slots: number
}

/** How each group stands, or the one that is asked for. */
export async function readQueues(
  query: Queries,
  { groupIds }: Eyes,
  groupId: string | undefined,
  now: Date,
): Promise<QueueRow[]> {
  const { rows } = await sql<QueueRow>`
    select g.id, g.name, q.waiting, q.oldest, a.online as agents_online, a.free as free_slots
    from groups g
    cross join lateral (
      select count(*)::integer as waiting, min(queued_at) as oldest
      from conversations where status = 'queued' and group_id = g.id
    ) q
    cross join lateral (
      select count(*)::integer as online, coalesce(sum(greatest(0, least(
        a.max_chats - b.total, coalesce(m.max_chats, a.max_chats) - b.of_group
      ))), 0)::integer as free
      from group_members m join agents a on a.id = m.agent_id
      cross join lateral (
        select count(*)::integer as total, count(*) filter (where c.group_id = g.id)::integer as of_group
        from conversations c where c.agent_id = a.id and c.status = 'active' and c.parked_at is null
      ) b
      where m.group_id = g.id and a.chosen_status = 'online' and not a.is_idle and a.connected_until > ${now}
    ) a
    where (${groupId ?? null}::uuid is null or g.id = ${groupId ?? null})
      and (${groupIds}::uuid[] is null or g.id = any(${groupIds}))
    order by g.id`.execute(query)
  return rows
}

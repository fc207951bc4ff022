import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Episode, EpisodeEvent, EpisodeRow } from './episode.ts'

export async function findLastEpisode(trx: Queries, conversationId: string): Promise<EpisodeRow | undefined> {
  return trx
    .selectFrom('episodes')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Writes what the history says; what comes from messages and ratings stays. */
export async function writeEpisode(trx: Queries, episode: Episode): Promise<void> {
  const { conversation_id, number, ...rest } = episode
  await trx
    .insertInto('episodes')
    .values(episode)
    .onConflict((conflict) => conflict.columns(['conversation_id', 'number']).doUpdateSet(rest))
    .execute()
}

export async function insertEpisode(trx: Queries, episode: Episode): Promise<void> {
  await trx.insertInto('episodes').values(episode).execute()
}

export async function deleteEpisodes(trx: Queries, conversationId: string): Promise<void> {
  await trx.deleteFrom('episodes').where('conversation_id', '=', conversationId).execute()
}

const LAST = (conversationId: string) => sql<number>`(
  select max(number) from episodes where conversation_id = ${conversationId}
)`

export async function updateLast(
  trx: Queries,
  conversationId: string,
  change: { group_id?: string | null; rating?: number },
): Promise<void> {
  await trx
    .updateTable('episodes')
    .set(change)
    .where('conversation_id', '=', conversationId)
    .where('number', '=', LAST(conversationId))
    .execute()
}

export async function updateEpisode(
  trx: Queries,
  { conversation_id, number }: Pick<Episode, 'conversation_id' | 'number'>,
  change: { rating: number | null },
): Promise<void> {
  await trx
    .updateTable('episodes')
    .set(change)
    .where('conversation_id', '=', conversation_id)
    .where('number', '=', number)
    .execute()
}

/** When a person first answered, and how much was said; see `settle`. */
export async function settleMessages(query: Queries, conversationId: string | null): Promise<void> {
  const which = conversationId === null ? sql`closed_at is null` : sql`conversation_id = ${conversationId}`
  await sql`
    update episodes e set response_seconds = s.response_seconds, from_visitor = s.from_visitor,
      from_agents = s.from_agents, from_bots = s.from_bots
    from (
      select conversation_id, number, w.* from episodes x
      cross join lateral (
        select round(extract(epoch from min(m.created_at) filter (
            where m.sender_type = 'agent' and m.created_at >= x.assigned_at
          ) - x.assigned_at))::integer as response_seconds,
          (count(*) filter (where m.sender_type = 'user'))::integer as from_visitor,
          (count(*) filter (where m.sender_type = 'agent'))::integer as from_agents,
          (count(*) filter (where m.sender_type = 'bot'))::integer as from_bots
        from messages m
        where m.conversation_id = x.conversation_id and m.public_seq is not null and m.type <> 'system'
          and m.created_at >= x.started_at and (x.closed_at is null or m.created_at <= x.closed_at)
      ) w
      where ${which}
    ) s
    where e.conversation_id = s.conversation_id and e.number = s.number and (
      e.response_seconds, e.from_visitor, e.from_agents, e.from_bots
    ) is distinct from (s.response_seconds, s.from_visitor, s.from_agents, s.from_bots)`.execute(query)
}

export interface HistoryRow {
  id: string
  app_uuid: string
  group_id: string | null
  created_at: Date
  resolved: boolean | null
  rating: number | null
  rated_at: Date | null
  by_bot: boolean
  lines: (Omit<EpisodeEvent, 'at' | 'conversationId'> & { at: string })[]
}

/** Conversations as their history tells of them, held until the end of the transaction. */
export async function lockHistories(trx: Queries, ids: readonly string[]): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select c.id, c.app_uuid, c.group_id, c.created_at, c.resolved, c.rating, c.rated_at,
      exists (select from bot_conversations b where b.conversation_id = c.id) as by_bot,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'at', a.at, 'reason', a.reason, 'toAgentId', a.to_agent_id, 'toGroupId', a.to_group_id, 'detail', a.detail,
          'estimatedSeconds', a.estimated_seconds, 'wasMessage', a.was_message, 'resolved', a.resolved
        ) order by a.at, a.id) from assignments a where a.conversation_id = c.id
      ), '[]') as lines
    from conversations c where c.id = any(${ids}::uuid[]) order by c.id for no key update of c`.execute(trx)
  return rows
}

/** Conversations in the order of their ids; `missingOnly`: those without an episode. */
export async function listConversationIds(
  query: Queries,
  after: string,
  limit: number,
  missingOnly: boolean,
): Promise<string[]> {
  const missing = missingOnly
    ? sql`not exists (select from episodes e where e.conversation_id = c.id)`
    : sql`true`
  const { rows } = await sql<{ id: string }>`
    select id from conversations c where id > ${after}::uuid and ${missing} order by id limit ${limit}`.execute(
    query,
  )
  return rows.map(({ id }) => id)
}

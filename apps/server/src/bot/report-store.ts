import type { BotReport } from '@biometrics/chat-protocol'
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { type Eyes, reachable } from '../reach.ts'

export interface UnansweredRow {
  id: string
  question: string
  article_id: string | null
  at: Date
}

export async function listOpenQuestions(
  query: Queries,
  eyes: Eyes,
  appUuid: string,
  limit: number,
): Promise<UnansweredRow[]> {
  return query
    .selectFrom('unanswered_questions as u')
    .innerJoin('conversations as c', 'c.id', 'u.conversation_id')
    .select(['u.id', 'u.question', 'u.article_id', 'u.at'])
    .where('u.app_uuid', '=', appUuid)
    .where('u.dismissed_at', 'is', null)
    .where(reachable(eyes))
    .orderBy('u.at', 'desc')
    .limit(limit)
    .execute()
}

export async function dismissQuestions(
  query: Queries,
  eyes: Eyes,
  appUuid: string,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  await query
    .updateTable('unanswered_questions')
    .set({ dismissed_at: now })
    .where('app_uuid', '=', appUuid)
    .where('id', 'in', [...ids])
    .where(
      sql<boolean>`exists (select from conversations c where c.id = conversation_id and ${reachable(eyes)})`,
    )
    .execute()
}

type Numbers = Omit<BotReport, 'since'>

/** What began since then; solved is what has closed and never came to people. */
export async function readNumbers(query: Queries, appUuid: string, since: Date): Promise<Numbers> {
  const solved = sql`b.handed_over_at is null and c.status = 'closed' and c.agent_id is null`
  const totals = await sql<{ conversations: number; begun: number; solved: number; handed_over: number }>`
    select (select count(*)::integer from conversations where app_uuid = ${appUuid} and created_at >= ${since}) as conversations,
      count(*)::integer as begun, count(*) filter (where ${solved})::integer as solved,
      count(*) filter (where b.handed_over_at is not null)::integer as handed_over
    from bot_conversations b join conversations c on c.id = b.conversation_id
    where b.app_uuid = ${appUuid} and b.started_at >= ${since}`.execute(query)
  const reasons = await sql<{ reason: string; count: number }>`
    select reason, count(*)::integer as count from bot_conversations
    where app_uuid = ${appUuid} and started_at >= ${since} and reason is not null
    group by reason order by count desc, reason`.execute(query)
  const flows = await sql<{ version: number; begun: number; solved: number; handedOver: number }>`
    select b.flow_version as version, count(*)::integer as begun, count(*) filter (where ${solved})::integer as solved,
      count(*) filter (where b.handed_over_at is not null)::integer as "handedOver"
    from bot_conversations b join conversations c on c.id = b.conversation_id
    where b.app_uuid = ${appUuid} and b.started_at >= ${since} and b.flow_version is not null
    group by b.flow_version order by b.flow_version desc`.execute(query)
  const articles = await sql<Numbers['articles'][number]>`
    select a.id as "articleId", a.title, count(*)::integer as answers,
      count(*) filter (where n.helpful)::integer as helped,
      count(*) filter (where n.helpful = false)::integer as "notHelped"
    from bot_answers n join articles a on a.id = n.article_id
    where a.app_uuid = ${appUuid} and n.at >= ${since}
    group by a.id, a.title order by answers desc, a.id limit 200`.execute(query)
  const [total] = totals.rows
  return {
    conversations: total?.conversations ?? 0,
    begun: total?.begun ?? 0,
    solved: total?.solved ?? 0,
    handedOver: total?.handed_over ?? 0,
    reasons: reasons.rows,
    flows: flows.rows,
    articles: articles.rows,
  }
}

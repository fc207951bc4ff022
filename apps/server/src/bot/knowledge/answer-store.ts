import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Queries } from '../../database/database.ts'
import type { Answered, BotAnswer } from '../bot.ts'

export interface Told {
  appUuid: string
  conversationId: string
  now: Date
}

export async function insertAnswers(trx: Queries, told: Told, answers: readonly Answered[]): Promise<void> {
  for (const { articleId, confidence } of answers)
    await sql`
      insert into bot_answers (id, conversation_id, article_id, confidence, at)
      select ${uuid()}, ${told.conversationId}, a.id, ${confidence}, ${told.now} from articles a where a.id = ${articleId}
    `.execute(trx)
}

export async function insertUnanswered(
  trx: Queries,
  told: Told,
  questions: NonNullable<BotAnswer['unanswered']>,
): Promise<void> {
  for (const { question, articleId, confidence } of questions)
    await sql`
      insert into unanswered_questions (id, app_uuid, conversation_id, question, article_id, confidence, at)
      select ${uuid()}, ${told.appUuid}, ${told.conversationId}, ${question},
        (select id from articles where id = ${articleId}), ${confidence}, ${told.now}`.execute(trx)
}

/** What the visitor said of the last answer from that article. */
export async function markHelpful(
  trx: Queries,
  conversationId: string,
  articleId: string,
  helpful: boolean,
): Promise<void> {
  await sql`
    update bot_answers set helpful = ${helpful} where id = (
      select id from bot_answers where conversation_id = ${conversationId} and article_id = ${articleId}
      order by at desc, id desc limit 1
    )`.execute(trx)
}

import { type Selectable, sql, type Updateable } from 'kysely'
import type { Queries } from '../../database/database.ts'
import type { Schema } from '../../database/schema.ts'

export type BotWebhookRow = Selectable<Schema['bot_webhooks']>

export async function findBotWebhook(query: Queries, appUuid: string): Promise<BotWebhookRow | undefined> {
  return query.selectFrom('bot_webhooks').selectAll().where('app_uuid', '=', appUuid).executeTakeFirst()
}

export async function putBotWebhook(query: Queries, row: BotWebhookRow): Promise<void> {
  await query
    .insertInto('bot_webhooks')
    .values(row)
    .onConflict((conflict) => conflict.column('app_uuid').doUpdateSet(row))
    .execute()
}

export async function updateBotWebhook(
  query: Queries,
  appUuid: string,
  change: Updateable<Schema['bot_webhooks']>,
): Promise<BotWebhookRow | undefined> {
  return query
    .updateTable('bot_webhooks')
    .set(change)
    .where('app_uuid', '=', appUuid)
    .returningAll()
    .executeTakeFirst()
}

export async function insertPromise(query: Queries, row: Schema['bot_promises']): Promise<void> {
  await query.insertInto('bot_promises').values(row).execute()
}

/** Takes it back or makes use of it; false when somebody else has, or it was never given. */
export async function deletePromise(query: Queries, tokenHash: Buffer): Promise<boolean> {
  const { numDeletedRows } = await query
    .deleteFrom('bot_promises')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

export async function isPromised(
  query: Queries,
  tokenHash: Buffer,
  conversationId: string,
  now: Date,
): Promise<boolean> {
  const row = await query
    .selectFrom('bot_promises')
    .select('until')
    .where('token_hash', '=', tokenHash)
    .where('conversation_id', '=', conversationId)
    .where('until', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Promises that were not kept where a bot still leads; what nobody waits for any more goes. */
export async function takeBroken(
  query: Queries,
  now: Date,
  limit: number,
): Promise<{ conversation_id: string; token_hash: Buffer }[]> {
  await sql`
    delete from bot_promises p where p.until <= ${now} and not exists (
      select from bot_conversations b where b.conversation_id = p.conversation_id and b.is_leading
    )`.execute(query)
  return query
    .selectFrom('bot_promises')
    .select(['conversation_id', 'token_hash'])
    .where('until', '<=', now)
    .orderBy('until')
    .limit(limit)
    .execute()
}

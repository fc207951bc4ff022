import { type Selectable, sql, type Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type WebhookRow = Selectable<Schema['webhooks']>
export type WebhookChange = Omit<Updateable<Schema['webhooks']>, 'id'>

export async function listWebhooks(
  query: Queries,
  after: string | undefined,
  limit: number,
): Promise<WebhookRow[]> {
  let rows = query.selectFrom('webhooks').selectAll().orderBy('id').limit(limit)
  if (after !== undefined) rows = rows.where('id', '>', after)
  return rows.execute()
}

export async function listActiveWebhooks(query: Queries): Promise<WebhookRow[]> {
  return query.selectFrom('webhooks').selectAll().where('is_active', '=', true).orderBy('id').execute()
}

export async function findWebhook(query: Queries, id: string): Promise<WebhookRow | undefined> {
  return query.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function insertWebhook(query: Queries, row: WebhookRow): Promise<void> {
  await query.insertInto('webhooks').values(row).execute()
}

export async function updateWebhook(
  query: Queries,
  id: string,
  change: WebhookChange,
): Promise<WebhookRow | undefined> {
  if (Object.keys(change).length === 0) return findWebhook(query, id)
  return query.updateTable('webhooks').set(change).where('id', '=', id).returningAll().executeTakeFirst()
}

export async function deleteWebhook(query: Queries, id: string): Promise<boolean> {
  const { numDeletedRows } = await query.deleteFrom('webhooks').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}

const TRIGGERS = [
  ['messages', 'messages_to_outbox'],
  ['conversations', 'new_conversations_to_outbox'],
  ['conversations', 'conversations_to_outbox'],
] as const
/** Any number will do, as long as every node takes the same. */
const WEBHOOKS_LOCK = 53_056

/** One change of webhooks at a time, or two would each decide about the triggers without seeing the other. */
export async function lockWebhooks(trx: Queries): Promise<void> {
  await sql`select pg_advisory_xact_lock(${WEBHOOKS_LOCK})`.execute(trx)
}

/**
 * What happens is written down while a webhook wants it, in the transaction in which it happens, and costs nothing while
 * none does.
 */
export async function recordWhatIsWanted(trx: Queries): Promise<void> {
  const wanted = (await listActiveWebhooks(trx)).length > 0
  const { rows } = await sql<{ on: boolean }>`
    select tgenabled = 'O' as on from pg_trigger
    where tgname = 'messages_to_outbox' and tgrelid = 'messages'::regclass`.execute(trx)
  if (rows[0]?.on === wanted) return
  // What was written down for webhooks of before is no news for those to come.
  await trx.deleteFrom('outbox').execute()
  const action = sql.raw(wanted ? 'enable' : 'disable')
  for (const [table, trigger] of TRIGGERS) {
    await sql`alter table ${sql.table(table)} ${action} trigger ${sql.id(trigger)}`.execute(trx)
  }
}

export async function noteSuccess(query: Queries, id: string): Promise<void> {
  await query
    .updateTable('webhooks')
    .set({ failures: 0, paused_until: null })
    .where('id', '=', id)
    .where('failures', '>', 0)
    .execute()
}

/** After so many in a row nothing is sent for a while. */
export async function noteFailure(
  query: Queries,
  id: string,
  pausesAfter: number,
  pausedUntil: Date,
): Promise<void> {
  await query
    .updateTable('webhooks')
    .set({
      failures: sql`failures + 1`,
      paused_until: sql`case when failures + 1 >= ${pausesAfter} then ${pausedUntil}::timestamptz end`,
    })
    .where('id', '=', id)
    .execute()
}

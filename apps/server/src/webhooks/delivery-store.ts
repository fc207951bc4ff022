import { type Insertable, type Selectable, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type OutboxRow = Selectable<Schema['outbox']>
export type DeliveryRow = Selectable<Schema['webhook_deliveries']>
export type NewDelivery = Insertable<Schema['webhook_deliveries']>

/** Takes what happened out of the outbox, oldest first; another node takes the next ones meanwhile. */
export async function takeFromOutbox(trx: Queries, most: number): Promise<OutboxRow[]> {
  const { rows } = await sql<OutboxRow>`
    delete from outbox where id in (
      select id from outbox order by id limit ${most} for update skip locked
    ) returning *`.execute(trx)
  return rows.sort((a, b) => a.id - b.id)
}

export async function insertDeliveries(query: Queries, rows: readonly NewDelivery[]): Promise<void> {
  if (rows.length > 0) await query.insertInto('webhook_deliveries').values(rows).execute()
}

/** How many each of the webhooks has waiting, counted up to `most`. */
export async function countWaiting(
  query: Queries,
  webhookIds: readonly string[],
  most: number,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`
    select w.id, (
      select count(*)::integer from (
        select from webhook_deliveries d where d.webhook_id = w.id and d.status = 'waiting' limit ${most}
      ) as counted
    ) as count
    from unnest(${webhookIds}::uuid[]) as w(id)`.execute(query)
  return new Map(rows.map(({ id, count }) => [id, count]))
}

/**
 * Those that are due, oldest first, claimed for this node: at most `each` under way for one webhook, and one for a
 * webhook that is only being tried. A paused or inactive webhook has none.
 */
export async function claimDue(
  query: Queries,
  {
    now,
    until,
    most,
    each,
    pausesAfter,
  }: {
    now: Date
    until: Date
    most: number
    each: number
    pausesAfter: number
  },
): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    update webhook_deliveries set claimed_until = ${until}, attempts = attempts + 1
    where id in (
      select d.id from webhooks w cross join lateral (
        select d.id, d.next_attempt_at from webhook_deliveries d
        where d.webhook_id = w.id and d.status = 'waiting' and d.next_attempt_at <= ${now}
          and (d.claimed_until is null or d.claimed_until <= ${now})
        order by d.next_attempt_at, d.id
        limit greatest(0, case when w.failures >= ${pausesAfter} then 1 else ${each} end - (
          select count(*) from webhook_deliveries u
          where u.webhook_id = w.id and u.status = 'waiting' and u.claimed_until > ${now}
        ))
        for update skip locked
      ) d
      where w.is_active and (w.paused_until is null or w.paused_until <= ${now})
      order by d.next_attempt_at limit ${most}
    )
    returning *`.execute(query)
  return rows
}

/** What became of one attempt. */
export async function finishAttempt(
  query: Queries,
  id: string,
  result: Pick<
    DeliveryRow,
    'status' | 'next_attempt_at' | 'response_status' | 'error' | 'duration_ms' | 'finished_at'
  >,
): Promise<void> {
  await query
    .updateTable('webhook_deliveries')
    .set({ ...result, claimed_until: null })
    .where('id', '=', id)
    .execute()
}

/** Newest first. */
export async function listDeliveries(
  query: Queries,
  webhookId: string,
  before: string | undefined,
  limit: number,
): Promise<DeliveryRow[]> {
  let rows = query
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .orderBy('id', 'desc')
    .limit(limit)
  if (before !== undefined) rows = rows.where('id', '<', before)
  return rows.execute()
}

export async function findDelivery(
  query: Queries,
  webhookId: string,
  id: string,
): Promise<DeliveryRow | undefined> {
  return query
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function deleteDeliveriesBefore(query: Queries, when: Date): Promise<void> {
  await query.deleteFrom('webhook_deliveries').where('created_at', '<', when).execute()
}

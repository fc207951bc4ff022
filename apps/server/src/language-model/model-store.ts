import type { ModelPurpose } from '@biometrics/chat-protocol'
import { type Selectable, sql, type Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type ModelRow = Selectable<Schema['language_models']>

export async function findModel(query: Queries, appUuid: string): Promise<ModelRow | undefined> {
  return query.selectFrom('language_models').selectAll().where('app_uuid', '=', appUuid).executeTakeFirst()
}

export async function putModel(query: Queries, row: ModelRow): Promise<void> {
  await query
    .insertInto('language_models')
    .values(row)
    .onConflict((conflict) => conflict.column('app_uuid').doUpdateSet(row))
    .execute()
}

export async function noteModel(
  query: Queries,
  appUuid: string,
  change: Pick<Updateable<Schema['language_models']>, 'failed_at' | 'failure'>,
): Promise<void> {
  await query.updateTable('language_models').set(change).where('app_uuid', '=', appUuid).execute()
}

export async function deleteModel(query: Queries, appUuid: string): Promise<void> {
  await query.deleteFrom('language_models').where('app_uuid', '=', appUuid).execute()
}

export interface Usage {
  requests: number
  failures: number
  inputTokens: number
  outputTokens: number
  cost: number
}

/** Adds what one request took to its day. */
export async function addUsage(
  query: Queries,
  { appUuid, purpose, now }: { appUuid: string; purpose: ModelPurpose; now: Date },
  usage: Usage,
): Promise<void> {
  await sql`
    insert into model_usage (app_uuid, day, purpose, requests, failures, input_tokens, output_tokens, cost)
    values (${appUuid}, ${dayOf(now)}, ${purpose}, ${usage.requests}, ${usage.failures}, ${usage.inputTokens},
      ${usage.outputTokens}, ${usage.cost})
    on conflict (app_uuid, day, purpose) do update set
      requests = model_usage.requests + excluded.requests, failures = model_usage.failures + excluded.failures,
      input_tokens = model_usage.input_tokens + excluded.input_tokens,
      output_tokens = model_usage.output_tokens + excluded.output_tokens, cost = model_usage.cost + excluded.cost
  `.execute(query)
}

/** What the month has taken so far, in all and by purpose; months are those of UTC. */
export async function readUsage(
  query: Queries,
  appUuid: string,
  now: Date,
): Promise<(Usage & { purpose: string })[]> {
  const { rows } = await sql<Usage & { purpose: string }>`
    select purpose, sum(requests)::integer as requests, sum(failures)::integer as failures,
      sum(input_tokens)::double precision as "inputTokens", sum(output_tokens)::double precision as "outputTokens",
      sum(cost) as cost
    from model_usage where app_uuid = ${appUuid} and day >= ${`${dayOf(now).slice(0, 7)}-01`}::date
    group by purpose order by purpose`.execute(query)
  return rows
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10)
}

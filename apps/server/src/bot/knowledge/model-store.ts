import { sql } from 'kysely'
import type { Queries } from '../../database/database.ts'

export async function findModelId(query: Queries, appUuid: string): Promise<string | null> {
  const row = await query
    .selectFrom('bot_models')
    .select('id')
    .where('app_uuid', '=', appUuid)
    .executeTakeFirst()
  return row?.id ?? null
}

export async function findModel(
  query: Queries,
  appUuid: string,
): Promise<{ id: string; model: Buffer } | undefined> {
  return query
    .selectFrom('bot_models')
    .select(['id', 'model'])
    .where('app_uuid', '=', appUuid)
    .executeTakeFirst()
}

export interface ModelFacts {
  trained_at: Date
  examples: number
  accuracy: number | null
}

export async function findModelFacts(query: Queries, appUuid: string): Promise<ModelFacts | undefined> {
  return query
    .selectFrom('bot_models')
    .select(['trained_at', 'examples', 'accuracy'])
    .where('app_uuid', '=', appUuid)
    .executeTakeFirst()
}

/** Takes a training that is wanted and that no living node has under way. */
export async function claimTraining(
  query: Queries,
  now: Date,
  until: Date,
): Promise<{ app_uuid: string; training_requested_at: Date } | undefined> {
  const { rows } = await sql<{ app_uuid: string; training_requested_at: Date }>`
    update bots set training_until = ${until}
    where app_uuid = (
      select app_uuid from bots
      where training_requested_at <= ${now} and (training_until is null or training_until < ${now})
      order by training_requested_at limit 1 for update skip locked
    )
    returning app_uuid, training_requested_at`.execute(query)
  return rows[0]
}

/** Asks for a training of the articles as they are then; an app without a bot has nothing to train. */
export async function requestTraining(query: Queries, appUuid: string, at: Date): Promise<void> {
  await query.updateTable('bots').set({ training_requested_at: at }).where('app_uuid', '=', appUuid).execute()
}

export async function endTraining(
  query: Queries,
  { appUuid, requestedAt, error }: { appUuid: string; requestedAt: Date; error: string | null },
): Promise<void> {
  await sql`
    update bots set training_until = null, training_error = ${error},
      training_requested_at = case when training_requested_at > ${requestedAt} then training_requested_at end
    where app_uuid = ${appUuid}`.execute(query)
}

export async function storeModel(
  query: Queries,
  row: { app_uuid: string; id: string; model: Buffer } & ModelFacts,
): Promise<void> {
  const { app_uuid: _, ...change } = row
  await query
    .insertInto('bot_models')
    .values(row)
    .onConflict((conflict) => conflict.column('app_uuid').doUpdateSet(change))
    .execute()
}

export async function deleteModel(query: Queries, appUuid: string): Promise<void> {
  await query.deleteFrom('bot_models').where('app_uuid', '=', appUuid).execute()
}

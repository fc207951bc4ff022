import type { Flow } from '@biometrics/chat-protocol'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type BotRow = Selectable<Schema['bots']>
export type BotUpdate = Omit<Updateable<Schema['bots']>, 'app_uuid'>
export type FlowVersionRow = Selectable<Schema['bot_flow_versions']>

export async function findBot(query: Queries, appUuid: string): Promise<BotRow | undefined> {
  return query.selectFrom('bots').selectAll().where('app_uuid', '=', appUuid).executeTakeFirst()
}

/** Changes an app's bot, or makes it with `otherwise` for what is not said. */
export async function upsertBot(
  query: Queries,
  otherwise: Insertable<Schema['bots']>,
  change: BotUpdate,
): Promise<void> {
  await query
    .insertInto('bots')
    .values({ ...otherwise, ...change } as Insertable<Schema['bots']>)
    .onConflict((conflict) =>
      conflict.column('app_uuid').doUpdateSet({ ...change, app_uuid: otherwise.app_uuid }),
    )
    .execute()
}

export async function findFlowVersion(
  query: Queries,
  appUuid: string,
  version: number,
): Promise<FlowVersionRow | undefined> {
  return query
    .selectFrom('bot_flow_versions')
    .selectAll()
    .where('app_uuid', '=', appUuid)
    .where('version', '=', version)
    .executeTakeFirst()
}

/** Newest first. */
export async function listFlowVersions(
  query: Queries,
  appUuid: string,
  before: number | undefined,
  limit: number,
): Promise<FlowVersionRow[]> {
  let rows = query.selectFrom('bot_flow_versions').selectAll().where('app_uuid', '=', appUuid)
  if (before !== undefined) rows = rows.where('version', '<', before)
  return rows.orderBy('version', 'desc').limit(limit).execute()
}

/** Takes the next number; the caller holds the bot's row, so that two cannot take the same. */
export async function insertFlowVersion(
  trx: Queries,
  row: { appUuid: string; flow: Flow; note: string; publishedAt: Date; publishedBy: string | null },
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into bot_flow_versions (app_uuid, version, flow, note, published_at, published_by)
    select ${row.appUuid}, coalesce(max(version), 0) + 1, ${JSON.stringify(row.flow)}::jsonb, ${row.note},
      ${row.publishedAt}, ${row.publishedBy}
    from bot_flow_versions where app_uuid = ${row.appUuid}
    returning version`.execute(trx)
  return (rows[0] as { version: number }).version
}

export async function lockBot(trx: Queries, appUuid: string): Promise<BotRow | undefined> {
  return trx.selectFrom('bots').selectAll().where('app_uuid', '=', appUuid).forUpdate().executeTakeFirst()
}

/** Apps whose conversations a bot leads, now or still. */
export async function listBotApps(query: Queries): Promise<string[]> {
  const { rows } = await sql<{ app_uuid: string }>`
    select app_uuid from bots where kind <> 'off'
    union select app_uuid from bot_conversations where is_leading`.execute(query)
  return rows.map(({ app_uuid }) => app_uuid)
}

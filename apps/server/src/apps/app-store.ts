import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type AppRow = Selectable<Schema['apps']>
export type NewAppRow = Insertable<Schema['apps']> & { id: string }
export type AppChange = Omit<Updateable<Schema['apps']>, 'id'>

/** By the customer's name for it, or by its id. */
export async function findApp(
  query: Queries,
  by: { id: string } | { appId: string },
): Promise<AppRow | undefined> {
  const select = query.selectFrom('apps').selectAll()
  return (
    'id' in by ? select.where('id', '=', by.id) : select.where('app_id', '=', by.appId)
  ).executeTakeFirst()
}

export async function listApps(query: Queries, after: string | undefined, limit: number): Promise<AppRow[]> {
  let rows = query.selectFrom('apps').selectAll().orderBy('id').limit(limit)
  if (after !== undefined) rows = rows.where('id', '>', after)
  return rows.execute()
}

export async function insertApp(query: Queries, row: NewAppRow): Promise<void> {
  await query.insertInto('apps').values(row).execute()
}

/** `widget` names only what changes of the widget's settings; the rest of them stays. */
export async function updateApp(
  query: Queries,
  id: string,
  fields: AppChange,
  widget: object = {},
): Promise<boolean> {
  const change = {
    ...fields,
    ...(Object.keys(widget).length > 0 && {
      widget: sql<string>`widget || ${JSON.stringify(widget)}::jsonb`,
    }),
  }
  if (Object.keys(change).length === 0) return (await findApp(query, { id })) !== undefined
  const { numUpdatedRows } = await query
    .updateTable('apps')
    .set(change)
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Only an app without visitors goes; with them their conversations would go too. */
export async function deleteUnusedApp(query: Queries, id: string): Promise<boolean> {
  const { numDeletedRows } = await query
    .deleteFrom('apps')
    .where('id', '=', id)
    .where((where) =>
      where.not(
        where.exists(query.selectFrom('visitors').select('visitors.id').where('visitors.app_uuid', '=', id)),
      ),
    )
    .executeTakeFirst()
  return numDeletedRows === 1n
}

import type { Selectable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type SettingsRow = Selectable<Schema['settings']>

export async function readSettings(query: Queries): Promise<SettingsRow> {
  return query.selectFrom('settings').selectAll().executeTakeFirstOrThrow()
}

export async function writeSettings(query: Queries, change: Partial<Omit<SettingsRow, 'id'>>): Promise<void> {
  await query.updateTable('settings').set(change).execute()
}

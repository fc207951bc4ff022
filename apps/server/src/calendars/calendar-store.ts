import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type CalendarRow = Selectable<Schema['calendars']>
export type CalendarChange = Omit<Updateable<Schema['calendars']>, 'id'>

export async function findCalendar(query: Queries, id: string): Promise<CalendarRow | undefined> {
  return query.selectFrom('calendars').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function listCalendars(
  query: Queries,
  after: string | undefined,
  limit: number,
): Promise<CalendarRow[]> {
  let rows = query.selectFrom('calendars').selectAll().orderBy('id').limit(limit)
  if (after !== undefined) rows = rows.where('id', '>', after)
  return rows.execute()
}

export async function insertCalendar(query: Queries, row: Insertable<Schema['calendars']>): Promise<void> {
  await query.insertInto('calendars').values(row).execute()
}

export async function updateCalendar(query: Queries, id: string, change: CalendarChange): Promise<boolean> {
  if (Object.keys(change).length === 0) return (await findCalendar(query, id)) !== undefined
  const { numUpdatedRows } = await query
    .updateTable('calendars')
    .set(change)
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function deleteCalendar(query: Queries, id: string): Promise<boolean> {
  const { numDeletedRows } = await query.deleteFrom('calendars').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}

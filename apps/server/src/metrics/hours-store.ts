import { type Selectable, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

type CalendarRow = Selectable<Schema['calendars']>

export interface UntimedRow {
  conversation_id: string
  number: number
  assigned_at: Date
  response_seconds: number
  /** The hours of its group, or of its app; null: always open. */
  calendar: Pick<CalendarRow, 'time_zone' | 'hours' | 'holidays'> | null
}

/** First responses of which nobody knows yet how much of them was within hours. */
export async function listUntimed(
  query: Queries,
  conversationId: string | null,
  limit: number,
): Promise<UntimedRow[]> {
  const which =
    conversationId === null ? sql`e.closed_at is null` : sql`e.conversation_id = ${conversationId}`
  const { rows } = await sql<UntimedRow>`
    select e.conversation_id, e.number, e.assigned_at, e.response_seconds, (
      select jsonb_build_object('time_zone', k.time_zone, 'hours', k.hours, 'holidays', k.holidays)
      from calendars k where k.id = coalesce(
        (select g.calendar_id from groups g where g.id = e.group_id),
        (select a.calendar_id from apps a where a.id = e.app_uuid)
      )
    ) as calendar
    from episodes e
    where ${which} and e.response_seconds is not null and e.open_response_seconds is null
    limit ${limit}`.execute(query)
  return rows
}

export async function writeOpenSeconds(
  query: Queries,
  { conversation_id, number }: Pick<UntimedRow, 'conversation_id' | 'number'>,
  seconds: number,
): Promise<void> {
  await query
    .updateTable('episodes')
    .set({ open_response_seconds: seconds })
    .where('conversation_id', '=', conversation_id)
    .where('number', '=', number)
    .execute()
}

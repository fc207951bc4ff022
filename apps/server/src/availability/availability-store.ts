import type { Holiday, WeekHours } from '@biometrics/chat-protocol'
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

/**
 * One way to come in: to an app, to a group of it or to none by name, by a page that gives hours of its own or by one that
 * gives none. What is open is said of a door.
 */
export interface Door {
  appId: string
  /** null: none is named. Then the default group's hours count, and an agent of any group. */
  groupId: string | null
  /** In the text form. */
  pageHours: string | null
}

export interface DoorRow {
  calendar: { time_zone: string; hours: WeekHours; holidays: Holiday[] } | null
  message_when_nobody_online: boolean
  is_somebody_online: boolean
}

/** What decides at each door, in the order of the doors; undefined where the app is gone. */
export async function readDoors(
  query: Queries,
  doors: readonly Door[],
  now: Date,
): Promise<(DoorRow | undefined)[]> {
  if (doors.length === 0) return []
  const { rows } = await sql<DoorRow & { ord: number }>`
    select d.ord::integer, a.message_when_nobody_online,
      case when c.id is not null then
        jsonb_build_object('time_zone', c.time_zone, 'hours', c.hours, 'holidays', c.holidays)
      end as calendar,
      exists (
        select from agents p
        where p.chosen_status = 'online' and not p.is_idle and p.connected_until > ${now} and exists (
          select from group_members m
          where m.agent_id = p.id and (
            d.group_id is null or m.group_id = g.id
            or (g.overflow_when_nobody_online and m.group_id = g.overflow_group_id)
          )
        )
      ) as is_somebody_online
    from unnest(${doors.map(({ appId }) => appId)}::uuid[], ${doors.map(({ groupId }) => groupId)}::uuid[])
      with ordinality as d(app_uuid, group_id, ord)
    join apps a on a.id = d.app_uuid
    left join groups g on case when d.group_id is null then g.is_default else g.id = d.group_id end
    left join calendars c on c.id = coalesce(g.calendar_id, a.calendar_id)`.execute(query)
  const byOrder = new Map(rows.map((row) => [row.ord, row]))
  return doors.map((_, index) => byOrder.get(index + 1))
}

/** The doors at which messages wait for the opening. */
export async function listWaitingDoors(query: Queries): Promise<Door[]> {
  const rows = await query
    .selectFrom('conversations')
    .select(['app_uuid', 'group_id', 'page_hours'])
    .distinct()
    .where('waits_for_opening', '=', true)
    .execute()
  return rows.map((row) => ({ appId: row.app_uuid, groupId: row.group_id, pageHours: row.page_hours }))
}

/** Lets go what waited at a door; whether it was this call that did. */
export async function openDoor(query: Queries, door: Door): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('conversations')
    .set({ waits_for_opening: false })
    .where('waits_for_opening', '=', true)
    .where('app_uuid', '=', door.appId)
    .where('group_id', 'is not distinct from', door.groupId)
    .where('page_hours', 'is not distinct from', door.pageHours)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

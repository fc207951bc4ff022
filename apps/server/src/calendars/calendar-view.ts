import type { Calendar } from '@biometrics/chat-protocol'
import type { CalendarRow } from './calendar-store.ts'
import { formatHours } from './format-hours.ts'
import type { OpeningHours } from './opening-hours.ts'

export function calendarView(row: CalendarRow): Calendar {
  const { timeZone, hours, holidays } = hoursOf(row)
  return {
    id: row.id,
    name: row.name,
    timeZone,
    hours,
    holidays: [...holidays],
    text: formatHours({ timeZone, hours }),
  }
}

export function hoursOf(row: Pick<CalendarRow, 'time_zone' | 'hours' | 'holidays'>): OpeningHours {
  return { timeZone: row.time_zone, hours: row.hours, holidays: row.holidays }
}

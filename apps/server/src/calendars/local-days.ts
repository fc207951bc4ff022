import { Temporal } from 'temporal-polyfill'

/** A day as the wall of a zone shows it; on the days on which clocks are changed it has 23 or 25 hours. */
export interface LocalDay {
  /** `2026-03-29` */
  date: string
  /** 1 is Monday. */
  weekday: number
  from: number
  to: number
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const HALF_HOUR_MS = HOUR_MS / 2

/** The days of a zone that lie, in whole or in part, between two moments. */
export function localDays(timeZone: string, from: Date, to: Date): LocalDay[] {
  const days: LocalDay[] = []
  let start = dayOf(timeZone, from.getTime())
  while (start.epochMilliseconds < to.getTime()) {
    const next = startOf(timeZone, start.toPlainDate().add({ days: 1 }))
    days.push({
      date: start.toPlainDate().toString(),
      weekday: start.dayOfWeek,
      from: start.epochMilliseconds,
      to: next.epochMilliseconds,
    })
    start = next
  }
  return days
}

/** The hour that the wall shows, 0 to 23. */
export function localHour(timeZone: string, day: LocalDay, at: number): number {
  if (day.to - day.from === DAY_MS) return Math.floor((at - day.from) / HOUR_MS)
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).hour
}

/** Which half hour of the day the wall shows, 0 to 47. */
export function localHalfHour(timeZone: string, day: LocalDay, at: number): number {
  if (day.to - day.from === DAY_MS) return Math.floor((at - day.from) / HALF_HOUR_MS)
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  return 2 * hour + Math.floor(minute / 30)
}

/** The beginning of the day that is so many days before today. */
export function startOfDayBefore(timeZone: string, now: Date, days: number): Date {
  const today = dayOf(timeZone, now.getTime()).toPlainDate()
  return new Date(startOf(timeZone, today.subtract({ days })).epochMilliseconds)
}

export function startOfToday(timeZone: string, now: Date): Date {
  return new Date(dayOf(timeZone, now.getTime()).epochMilliseconds)
}

function dayOf(timeZone: string, at: number): Temporal.ZonedDateTime {
  return startOf(
    timeZone,
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate(),
  )
}

/** Not always midnight: some zones put their clocks forward just then. */
function startOf(timeZone: string, date: Temporal.PlainDate): Temporal.ZonedDateTime {
  return date.toZonedDateTime(timeZone)
}

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

import { type Holiday, minutesOf, type WeekHours, WEEKDAYS } from '@biometrics/chat-protocol'
import { Temporal } from 'temporal-polyfill'

/**
 * Open is when the clock on the wall of the zone shows a time within a range. So an hour that is skipped in spring is no
 * hour, and one that comes twice in autumn is open twice.
 */
export interface OpeningHours {
  timeZone: string
  hours: WeekHours
  holidays: readonly Holiday[]
}

const DAY_MINUTES = 1_440
/** Who closes or opens later than this is told that it never happens. */
const HORIZON_DAYS = 3_660
/** A week and what a zone may skip or repeat. */
const PATTERN_DAYS = 15
const YEAR_DAYS = 366
/** 29 February after 2096 is in 2104. */
const LEAP_DAYS = 8 * YEAR_DAYS

/** Minutes of a day, `to` excluded. */
interface Stretch {
  from: number
  to: number
}

export function isOpen(hours: OpeningHours, at: Date): boolean {
  return createSchedule(hours).isOpen(at.getTime())
}

/** When `isOpen` changes next, after `at`; null: not in the next ten years. */
export function nextChange(hours: OpeningHours, at: Date): Date | null {
  return createSchedule(hours).nextChange(at)
}

/** When it opens next, after `at`; while it is open that is after the next closing. */
export function nextOpening(hours: OpeningHours, at: Date): Date | null {
  const schedule = createSchedule(hours)
  const change = schedule.nextChange(at)
  if (change === null || schedule.isOpen(change.getTime())) return change
  return schedule.nextChange(change)
}

/** The holiday whose hours stand in the place of the weekday's at that moment. */
export function holidayAt(hours: OpeningHours, at: Date): Holiday | null {
  const date = wallTime(hours.timeZone, at.getTime()).toPlainDate()
  return createSchedule(hours).holidayOn(date) ?? null
}

export function wallTime(timeZone: string, at: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDateTime()
}

function createSchedule({ timeZone, hours, holidays }: OpeningHours) {
  const week = WEEKDAYS.map((day) => hours[day].map(minutesOf))
  const once = new Map(holidays.filter(({ yearly }) => !yearly).map((holiday) => [holiday.date, holiday]))
  const yearly = new Map(
    holidays.filter((holiday) => holiday.yearly).map((holiday) => [holiday.date.slice(5), holiday]),
  )

  function holidayOn(date: Temporal.PlainDate): Holiday | undefined {
    const text = date.toString()
    return once.get(text) ?? yearly.get(text.slice(-5))
  }

  /** What begins on a day; it may end on the next one. */
  function beginsOn(date: Temporal.PlainDate): Stretch[] {
    const holiday = holidays.length > 0 ? holidayOn(date) : undefined
    return holiday ? holiday.hours.map(minutesOf) : (week[date.dayOfWeek - 1] ?? [])
  }

  /** When the wall shows an open time on a day, in order and without seams. */
  function openOn(date: Temporal.PlainDate): Stretch[] {
    const overnight = beginsOn(date.subtract({ days: 1 })).map(({ to }) => ({
      from: 0,
      to: to - DAY_MINUTES,
    }))
    const today = beginsOn(date).map(({ from, to }) => ({ from, to: Math.min(to, DAY_MINUTES) }))
    return merge([...overnight, ...today].filter(({ from, to }) => from < to))
  }

  function isOpenAt(at: number): boolean {
    const wall = wallTime(timeZone, at)
    const minute = wall.hour * 60 + wall.minute
    return openOn(wall.toPlainDate()).some(({ from, to }) => from <= minute && minute < to)
  }

  /** The first moment after `at` at which the wall shows this day and `isOpen` is no longer what it was. */
  function changeOn(date: Temporal.PlainDate, at: number, wasOpen: boolean): number | undefined {
    const stretches = openOn(date)
    const [first] = stretches
    const isSame = wasOpen ? first?.from === 0 && first.to === DAY_MINUTES : first === undefined
    if (isSame) return undefined
    const minutes = [0, ...stretches.flatMap(({ from, to }) => [from, to]), DAY_MINUTES]
    const moments = minutes.flatMap((minute) => momentsOf(date, minute, timeZone))
    const jumps = jumpsBetween(Math.min(...moments), Math.max(...moments), timeZone)
    return [...moments, ...jumps]
      .filter((moment) => moment > at)
      .sort((a, b) => a - b)
      .find((moment) => isOpenAt(moment) !== wasOpen)
  }

  function lastDay(today: Temporal.PlainDate): Temporal.PlainDate {
    const hasLeapDay = yearly.has('02-29')
    const days = hasLeapDay ? LEAP_DAYS : yearly.size > 0 ? YEAR_DAYS : 0
    const latest = [...once.keys()].map((date) => today.until(date, { largestUnit: 'day' }).days)
    return today.add({ days: Math.min(Math.max(days, ...latest, 0) + PATTERN_DAYS, HORIZON_DAYS) })
  }

  return {
    isOpen: isOpenAt,
    holidayOn,
    nextChange(after: Date): Date | null {
      const at = after.getTime()
      const wasOpen = isOpenAt(at)
      const today = wallTime(timeZone, at).toPlainDate()
      const end = lastDay(today)
      // A clock put back over midnight shows yesterday once more.
      let day = today.subtract({ days: 1 })
      for (; Temporal.PlainDate.compare(day, end) <= 0; day = day.add({ days: 1 })) {
        const found = changeOn(day, at, wasOpen)
        if (found === undefined) continue
        const sooner = changeOn(day.add({ days: 1 }), at, wasOpen)
        return new Date(Math.min(found, sooner ?? found))
      }
      return null
    },
  }
}

function merge(stretches: Stretch[]): Stretch[] {
  const merged: Stretch[] = []
  for (const { from, to } of stretches.sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** When the wall shows a time: once, twice where a clock is put back, and about a time that is skipped. */
function momentsOf(date: Temporal.PlainDate, minute: number, timeZone: string): number[] {
  const wall = date.toPlainDateTime().add({ minutes: minute })
  return (['earlier', 'later'] as const).map(
    (disambiguation) => wall.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds,
  )
}

/** When the zone's clocks are put forward or back. */
function jumpsBetween(start: number, end: number, timeZone: string): number[] {
  const jumps: number[] = []
  let time = Temporal.Instant.fromEpochMilliseconds(start - 1).toZonedDateTimeISO(timeZone)
  for (;;) {
    const jump = time.getTimeZoneTransition('next')
    if (jump === null || jump.epochMilliseconds > end) return jumps
    jumps.push(jump.epochMilliseconds)
    time = jump
  }
}

import type { Calendar, Holiday, HoursRange, Weekday, WeekHours } from '@biometrics/chat-protocol'

export const DAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
export const DAY_MINUTES = 1_440

export interface CalendarValues {
  name: string
  timeZone: string
  hours: WeekHours
  holidays: Holiday[]
}

export type HoursProblem = 'required' | 'noTime' | 'emptyRange' | 'overlap' | 'sameDay'

export function valuesOf({ name, timeZone, hours, holidays }: Calendar): CalendarValues {
  return { name, timeZone, hours, holidays }
}

/** An office in the zone of who makes it. */
export function newValues(): CalendarValues {
  const day: HoursRange[] = [{ from: '09:00', to: '18:00' }]
  return {
    name: '',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    hours: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] },
    holidays: [],
  }
}

/** What keeps it from being saved, by the name of the field. */
export function problemsOf({ name, hours, holidays }: CalendarValues): Record<string, HoursProblem> {
  const problems: Record<string, HoursProblem> = {}
  const add = (path: string, problem: HoursProblem | null) => {
    if (problem) problems[path] = problem
  }
  add('name', name.trim() === '' ? 'required' : null)
  for (const day of DAYS) add(`hours.${day}`, rangesProblem(hours[day]))
  const dates = holidays.map(({ date, yearly }) => (yearly ? date.slice(5) : date))
  for (const [index, holiday] of holidays.entries()) {
    add(`holidays.${index}.name`, holiday.name.trim() === '' ? 'required' : null)
    const isTaken = dates.indexOf(dates[index] ?? '') < index
    add(`holidays.${index}.date`, holiday.date === '' ? 'required' : isTaken ? 'sameDay' : null)
    add(`holidays.${index}.hours`, rangesProblem(holiday.hours))
  }
  return problems
}

function rangesProblem(ranges: readonly HoursRange[]): HoursProblem | null {
  if (ranges.some(({ from, to }) => from === '' || to === '')) return 'noTime'
  if (ranges.some(({ from, to }) => from === to)) return 'emptyRange'
  const inOrder = ranges.map(minutesOf).sort((a, b) => a.from - b.from)
  return inOrder.some(({ from }, index) => from < (inOrder[index - 1]?.to ?? 0)) ? 'overlap' : null
}

/** In minutes since the day began; over midnight it ends above 1,440. */
export function minutesOf({ from, to }: HoursRange): { from: number; to: number } {
  const [start, end] = [minuteOf(from), minuteOf(to)]
  return { from: start, to: end > start ? end : end + DAY_MINUTES }
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** A field for times knows no 24:00; the end of a day is its midnight. */
export function shownEnd(to: string): string {
  return to === '24:00' ? '00:00' : to
}
export function givenEnd(to: string): string {
  return to === '00:00' ? '24:00' : to
}

/** One more range, after what is there. */
export function nextRange(ranges: readonly HoursRange[]): HoursRange {
  const end = Math.max(0, ...ranges.map((range) => minutesOf(range).to))
  if (ranges.length === 0) return { from: '09:00', to: '18:00' }
  const from = Math.min(end + 60, DAY_MINUTES - 60)
  return { from: clock(from), to: clock(Math.min(from + 240, DAY_MINUTES)) }
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/** A moment as the clock on a wall shows it, as a field for date and time writes it. */
export function wallTime(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
    at,
  )
  return parts.replace(' ', 'T')
}

/** The names are the same in every language; what the calendar has is among them, whatever this browser knows. */
export function listZones(current: string): { value: string; label: string }[] {
  const known = new Set([current, 'UTC', ...Intl.supportedValuesOf('timeZone')])
  return [...known].sort().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}

/** How far a zone is from UTC at a moment: `UTC+1`. */
export function distanceOf(timeZone: string, at: number): string {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' })
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  return name.replace('GMT', 'UTC')
}

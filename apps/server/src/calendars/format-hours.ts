import { type HoursRange, type Weekday, WEEKDAYS, type WeekHours } from '@biometrics/chat-protocol'
import type { OpeningHours } from './opening-hours.ts'

/** The text form; what it writes is parsed to the same hours. */
export function formatHours({ timeZone, hours }: Pick<OpeningHours, 'timeZone' | 'hours'>): string {
  const runs = runsOf(hours)
  const parts = runs.map(({ days, ranges }) => `${nameOf(days)} ${ranges.map(formatRange).join(', ')}`)
  if (runs.length === 0) parts.push('daily closed')
  if (runs[0]?.days.length === 7 && isWholeDay(runs[0].ranges)) return `24/7 ${formatZone(timeZone)}`
  return `${parts.join('; ')} ${formatZone(timeZone)}`
}

interface Run {
  days: Weekday[]
  ranges: readonly HoursRange[]
}

/** Neighbours with the same hours together; closed days are left out. */
function runsOf(hours: WeekHours): Run[] {
  const runs: Run[] = []
  let isNeighbour = false
  for (const day of WEEKDAYS) {
    const ranges = hours[day]
    const last = runs.at(-1)
    if (ranges.length === 0) isNeighbour = false
    else if (isNeighbour && last && JSON.stringify(last.ranges) === JSON.stringify(ranges))
      last.days.push(day)
    else {
      runs.push({ days: [day], ranges })
      isNeighbour = true
    }
  }
  return runs
}

function nameOf(days: readonly Weekday[]): string {
  const names = days.map((day) => day.charAt(0).toUpperCase() + day.slice(1))
  return names.length > 1 ? `${names[0]}-${names.at(-1)}` : `${names[0]}`
}

function formatRange({ from, to }: HoursRange): string {
  return `${from.replace(/^0/, '')}-${to.replace(/^0/, '')}`
}

function isWholeDay([range, ...others]: readonly HoursRange[]): boolean {
  return others.length === 0 && range?.from === '00:00' && range.to === '24:00'
}

function formatZone(timeZone: string): string {
  return /^[+-]/.test(timeZone) ? `UTC${timeZone}` : timeZone
}

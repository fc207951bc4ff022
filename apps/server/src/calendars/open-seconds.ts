import { isOpen, nextChange, type OpeningHours } from './opening-hours.ts'

/** How many whole seconds of a time were within hours. */
export function openSeconds(hours: OpeningHours, from: Date, to: Date): number {
  let open = 0
  let at = from
  let isNow = isOpen(hours, at)
  while (at < to) {
    const change = nextChange(hours, at) ?? to
    const end = change < to ? change : to
    if (isNow) open += end.getTime() - at.getTime()
    at = end
    isNow = !isNow
  }
  return Math.round(open / 1_000)
}

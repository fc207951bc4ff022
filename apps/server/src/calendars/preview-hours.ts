import type { CalendarPreview, PreviewReply } from '@biometrics/chat-protocol'
import { Temporal } from 'temporal-polyfill'
import { formatHours } from './format-hours.ts'
import { holidayAt, isOpen, nextChange, nextOpening, type OpeningHours } from './opening-hours.ts'
import { refuse } from './read-hours.ts'

/** What a visitor would see at a moment, with somebody online whenever it is open. */
export function previewHours(hours: OpeningHours, at: string | undefined, now: Date): CalendarPreview {
  const moment = at === undefined ? now : readMoment(at, hours.timeZone)
  const open = isOpen(hours, moment)
  const holiday = holidayAt(hours, moment)
  const local = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(hours.timeZone)
  return {
    at: moment.toISOString(),
    localTime: local.toString({ timeZoneName: 'never', smallestUnit: 'second' }),
    timeZone: hours.timeZone,
    open,
    accepts: open ? 'chat' : 'message',
    reason: holiday ? 'holiday' : 'hours',
    holiday: holiday?.name ?? null,
    nextOpening: open ? null : (nextOpening(hours, moment)?.toISOString() ?? null),
    nextChange: nextChange(hours, moment)?.toISOString() ?? null,
  }
}

export function previewReply(hours: OpeningHours, at: string | undefined, now: Date): PreviewReply {
  return {
    timeZone: hours.timeZone,
    hours: hours.hours,
    text: formatHours(hours),
    preview: previewHours(hours, at, now),
  }
}

/** With an offset it is a moment; without one the wall of the calendar shows it, the first time where it comes twice. */
function readMoment(at: string, timeZone: string): Date {
  try {
    const moment = /(z|[+-]\d{2}(:?\d{2})?)$/i.test(at.slice(10))
      ? Temporal.Instant.from(at)
      : Temporal.PlainDateTime.from(at).toZonedDateTime(timeZone)
    return new Date(moment.epochMilliseconds)
  } catch {
    return refuse('at', 'must be a time such as 2026-03-02T09:00:00Z, or 2026-03-02T09:00 on the clock there')
  }
}

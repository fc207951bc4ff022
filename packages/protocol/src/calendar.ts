import { z } from 'zod'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { label, text } from './text.ts'

/** When somebody is there. Everything is wall-clock time of the calendar's zone. */

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time such as 09:00' })
const endTime = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'must be a time such as 18:00, at most 24:00' })

/** From a time, included, to a time, excluded. `to` at or below `from` is a time of the next day. */
export const hoursRange = z
  .strictObject({ from: clockTime, to: endTime })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'is when the range begins' })

/** The ranges that begin on one day; an empty list: closed. */
export const dayHours = z
  .array(hoursRange)
  .max(LIMITS.rangesADay)
  .refine((ranges) => !overlaps(ranges), { error: 'ranges of one day must not overlap' })

const day = dayHours.default([])
/** A week; a day that is not named is closed. */
export const weekHours = z.strictObject({
  mon: day,
  tue: day,
  wed: day,
  thu: day,
  fri: day,
  sat: day,
  sun: day,
})

/** A day with hours of its own, in the place of its weekday's; with none it is closed. */
export const holiday = z.strictObject({
  name: label(LIMITS.titleLength),
  date: z.iso.date().describe('such as 2026-12-24'),
  yearly: z
    .boolean()
    .default(false)
    .describe('every year, also before that one; 29 February only where there is one'),
  hours: dayHours.default([]),
})

export const zoneName = text(64, 1)
/** The text form: `Mon-Fri 9:00-18:00 CET`. */
export const hoursText = text(LIMITS.hoursTextLength, 1)

const holidays = z
  .array(holiday)
  .max(LIMITS.holidays)
  .superRefine((all, context) => {
    const days = all.map(({ date, yearly }) => (yearly ? date.slice(5) : date))
    for (const [index, day] of days.entries()) {
      if (days.indexOf(day) < index) {
        context.addIssue({ code: 'custom', path: [index, 'date'], message: 'another holiday is on that day' })
      }
    }
  })

export const calendar = z
  .object({
    id,
    name: z.string(),
    timeZone: z.string().describe('an IANA name'),
    hours: weekHours,
    holidays,
    text: z.string().describe('hours and zone in the text form'),
  })
  .meta({ id: 'Calendar' })

/** Hours as `hours` and `timeZone`, or as `text`, which holds both; `timeZone` beside a text that names no zone. */
const hoursFields = {
  timeZone: zoneName
    .optional()
    .describe('an IANA name, or an abbreviation such as CET, which is taken for Europe/Berlin'),
  hours: weekHours.optional(),
  text: hoursText.optional().describe('such as `Mon-Fri 9:00-18:00 CET`; instead of `hours`'),
}
export const newCalendar = z.strictObject({
  name: label(LIMITS.titleLength),
  ...hoursFields,
  holidays: holidays.default([]),
})
export const calendarChange = z.strictObject({
  name: label(LIMITS.titleLength).optional(),
  ...hoursFields,
  holidays: holidays.optional(),
})

export const previewQuery = z.strictObject({
  at: text(40, 1)
    .optional()
    .describe(
      'a moment with its offset (`2026-03-02T09:00:00Z`), or a time on the wall of the calendar (`2026-03-02T09:00`); now without it',
    ),
})
/** What hours would mean before they are stored. */
export const previewBody = z.strictObject({
  ...hoursFields,
  holidays: holidays.default([]),
  at: previewQuery.shape.at,
})

/** What a new conversation is: answered as a chat, or left as a message for the next opening. */
export const accepts = z.enum(['chat', 'message'])

/** What a visitor would see at a moment, if somebody is online whenever it is open. */
export const calendarPreview = z
  .object({
    at: timestamp,
    localTime: z.string().describe('the same moment on the wall of the calendar, with its offset'),
    timeZone: z.string(),
    open: z.boolean(),
    accepts,
    reason: z
      .enum(['hours', 'holiday'])
      .describe('whether the hours of the weekday decide, or those of a holiday'),
    holiday: z.string().nullable().describe('the name of the holiday that decides'),
    nextOpening: timestamp.nullable().describe('while closed: when it opens; null if never'),
    nextChange: timestamp.nullable().describe('when `open` changes; null if never'),
  })
  .meta({ id: 'CalendarPreview' })
export const previewReply = z.object({
  timeZone: z.string(),
  hours: weekHours,
  text: z.string(),
  preview: calendarPreview,
})

/** The minute of the day; `24:00` is 1,440. */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** A range in minutes since its day began; one over midnight ends above 1,440. */
export function minutesOf({ from, to }: HoursRange): { from: number; to: number } {
  const [start, end] = [minuteOf(from), minuteOf(to)]
  return { from: start, to: end > start ? end : end + 1_440 }
}

function overlaps(ranges: readonly HoursRange[]): boolean {
  const inOrder = ranges.map(minutesOf).sort((a, b) => a.from - b.from)
  return inOrder.some((range, index) => range.from < (inOrder[index - 1]?.to ?? 0))
}

export type HoursRange = z.infer<typeof hoursRange>
export type WeekHours = z.infer<typeof weekHours>
export type Holiday = z.infer<typeof holiday>
export type HoursBody = Pick<PreviewBody, 'timeZone' | 'hours' | 'text'>
export type NewCalendarBody = z.infer<typeof newCalendar>
export type CalendarChangeBody = z.infer<typeof calendarChange>
export type PreviewBody = z.infer<typeof previewBody>
export type Calendar = z.infer<typeof calendar>
export type CalendarPreview = z.infer<typeof calendarPreview>
export type PreviewReply = z.infer<typeof previewReply>
export type Accepts = z.infer<typeof accepts>

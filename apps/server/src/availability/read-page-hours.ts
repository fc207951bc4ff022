import { type FieldError, pageHours } from '@biometrics/chat-protocol'
import { formatHours } from '../calendars/format-hours.ts'
import { parseHours } from '../calendars/parse-hours.ts'

const ALWAYS = '24/7 UTC'

/** A page's own hours in the text form, or why they are put aside; the visitor is let in either way. */
export function readPageHours(given: unknown): { pageHours: string | null; warnings: FieldError[] } {
  if (given === undefined || given === null) return { pageHours: null, warnings: [] }
  const shape = pageHours.safeParse(given)
  if (!shape.success) {
    const warnings = shape.error.issues.map(({ path, message }) => ({
      path: ['businessHours', ...path].join('.'),
      message,
    }))
    return { pageHours: null, warnings }
  }
  if (!shape.data.enabled) return { pageHours: ALWAYS, warnings: [] }
  const parsed = parseHours(shape.data.hours)
  return parsed.ok
    ? { pageHours: formatHours(parsed), warnings: [] }
    : { pageHours: null, warnings: [{ path: 'businessHours.hours', message: parsed.error }] }
}

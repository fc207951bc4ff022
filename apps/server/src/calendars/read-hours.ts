import { ChatError, type HoursBody, type WeekHours } from '@biometrics/chat-protocol'
import { parseHours } from './parse-hours.ts'
import { zoneOf } from './zones.ts'

export interface GivenHours {
  timeZone: string
  hours: WeekHours
}

/** Hours as they were given, in either form; nothing where neither zone nor hours were. */
export function readHours({ timeZone, hours, text }: HoursBody): Partial<GivenHours> {
  if (hours !== undefined && text !== undefined) refuse('text', 'stands beside hours: give one of the two')
  const zone =
    timeZone === undefined ? undefined : (zoneOf(timeZone) ?? refuse('timeZone', unknownZone(timeZone)))
  if (text === undefined) {
    return { ...(zone !== undefined && { timeZone: zone }), ...(hours !== undefined && { hours }) }
  }
  const parsed = parseHours(text, zone)
  if (!parsed.ok) refuse('text', parsed.error)
  return { timeZone: parsed.timeZone, hours: parsed.hours }
}

/** The same where all must be there. */
export function readAllHours(body: HoursBody): GivenHours {
  const { timeZone, hours } = readHours(body)
  if (hours === undefined) refuse('hours', 'is missing, and so is text')
  if (timeZone === undefined) refuse('timeZone', 'is missing')
  return { timeZone, hours }
}

export function refuse(path: string, message: string): never {
  throw new ChatError('invalid_payload', `${path}: ${message}`, { fields: [{ path, message }] })
}

function unknownZone(name: string): string {
  return `"${name}" is no time zone that is known here: write one such as Europe/Berlin`
}

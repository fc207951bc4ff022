import { ChatError, type ReportQuery } from '@biometrics/chat-protocol'
import { zoneOf } from '../calendars/zones.ts'
import type { Scope } from './report-store.ts'

/** Ten years; a range is read whole. */
const LONGEST_MS = 3_660 * 86_400_000

/** A query that makes sense, or an error that names what does not. */
export function scopeOf({ from, to, timeZone, ...filter }: ReportQuery): { scope: Scope; zone: string } {
  const scope = { from: new Date(from), to: new Date(to), ...filter }
  if (scope.to <= scope.from) refuse('to', 'must be after from')
  if (scope.to.getTime() - scope.from.getTime() > LONGEST_MS)
    refuse('to', 'is more than ten years after from')
  return { scope, zone: requireZone(timeZone) }
}

export function requireZone(timeZone: string): string {
  return (
    zoneOf(timeZone) ??
    refuse('timeZone', `"${timeZone}" is no time zone that is known here: write one such as Europe/Berlin`)
  )
}

/** As long, and just before. */
export function before({ from, to, ...filter }: Scope): Scope {
  return { ...filter, from: new Date(from.getTime() - (to.getTime() - from.getTime())), to: from }
}

export function refuse(path: string, message: string): never {
  throw new ChatError('invalid_payload', `${path}: ${message}.`, { fields: [{ path, message }] })
}

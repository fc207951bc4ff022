import { Temporal } from 'temporal-polyfill'

/**
 * What people write for a zone, and whose wall clock they mean: summer time included, whatever half of the year the
 * letters stand for. docs/hours.md shows this table.
 */
export const ABBREVIATIONS: Readonly<Record<string, string>> = {
  UTC: 'UTC',
  Z: 'UTC',
  GMT: 'Europe/London',
  BST: 'Europe/London',
  WET: 'Europe/Lisbon',
  WEST: 'Europe/Lisbon',
  CET: 'Europe/Berlin',
  CEST: 'Europe/Berlin',
  MEZ: 'Europe/Berlin',
  MESZ: 'Europe/Berlin',
  EET: 'Europe/Helsinki',
  EEST: 'Europe/Helsinki',
  MSK: 'Europe/Moscow',
  TRT: 'Europe/Istanbul',
  ET: 'America/New_York',
  EST: 'America/New_York',
  EDT: 'America/New_York',
  CT: 'America/Chicago',
  CST: 'America/Chicago',
  CDT: 'America/Chicago',
  MT: 'America/Denver',
  MST: 'America/Denver',
  MDT: 'America/Denver',
  PT: 'America/Los_Angeles',
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  AKST: 'America/Anchorage',
  AKDT: 'America/Anchorage',
  HST: 'Pacific/Honolulu',
  BRT: 'America/Sao_Paulo',
  SAST: 'Africa/Johannesburg',
  IST: 'Asia/Kolkata',
  SGT: 'Asia/Singapore',
  HKT: 'Asia/Hong_Kong',
  JST: 'Asia/Tokyo',
  KST: 'Asia/Seoul',
  AWST: 'Australia/Perth',
  ACST: 'Australia/Adelaide',
  ACDT: 'Australia/Adelaide',
  AEST: 'Australia/Sydney',
  AEDT: 'Australia/Sydney',
  NZST: 'Pacific/Auckland',
  NZDT: 'Pacific/Auckland',
}

/** The zone that a name means, as the time zone database writes it; undefined when it means none. */
export function zoneOf(name: string): string | undefined {
  const known = ABBREVIATIONS[name.toUpperCase()]
  if (known !== undefined) return known
  const offset = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(name)
  if (offset) return fixedZone(offset[1] === '-', Number(offset[2]), Number(offset[3] ?? 0))
  try {
    return Temporal.Now.zonedDateTimeISO(name).timeZoneId
  } catch {
    return undefined
  }
}

/** No place: a clock that is never changed. */
function fixedZone(isWest: boolean, hours: number, minutes: number): string | undefined {
  if (hours > 14) return undefined
  const two = (number: number) => String(number).padStart(2, '0')
  return hours + minutes === 0 ? 'UTC' : `${isWest ? '-' : '+'}${two(hours)}:${two(minutes)}`
}

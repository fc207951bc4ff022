import {
  type HoursRange,
  LIMITS,
  minutesOf,
  type Weekday,
  WEEKDAYS,
  type WeekHours,
} from '@biometrics/chat-protocol'
import { zoneOf } from './zones.ts'

export type ParsedHours =
  | { ok: true; timeZone: string; hours: WeekHours }
  /** Says which part makes no sense, and why. */
  | { ok: false; error: string }

/** `Mon-Fri 9:00-18:00 CET`, as docs/hours.md has it. `timeZone` is for a text that names none. */
export function parseHours(text: string, timeZone?: string): ParsedHours {
  try {
    return { ok: true, ...readHours(text, timeZone) }
  } catch (error) {
    if (error instanceof Nonsense) return { ok: false, error: error.message }
    throw error
  }
}

class Nonsense extends Error {}

const DAY_NAMES: Record<Weekday, string> = {
  mon: 'mo mon monday mondays montag montags',
  tue: 'tu tue tues tuesday tuesdays di dienstag dienstags',
  wed: 'we wed weds wednesday wednesdays mi mittwoch mittwochs',
  thu: 'th thu thur thurs thursday thursdays do donnerstag donnerstags',
  fri: 'fr fri friday fridays freitag freitags',
  sat: 'sa sat saturday saturdays samstag samstags sonnabend sonnabends',
  sun: 'su sun sunday sundays so sonntag sonntags',
}
const DAYS = new Map(WEEKDAYS.flatMap((day) => DAY_NAMES[day].split(' ').map((name) => [name, day] as const)))
const SETS = new Map<string, readonly Weekday[]>([
  ...['daily', 'day', 'everyday', 'täglich'].map((name) => [name, WEEKDAYS] as const),
  ...['weekday', 'weekdays'].map((name) => [name, WEEKDAYS.slice(0, 5)] as const),
  ...['weekend', 'weekends', 'wochenende'].map((name) => [name, WEEKDAYS.slice(5)] as const),
])
const TO = new Set(['-', '–', '—', 'to', 'till', 'until', 'bis'])
const CLOSED = new Set(['closed', 'off', 'geschlossen'])
const BETWEEN = new Set([',', ';', ':', '.', '|', '&', 'and', 'und', 'from', 'von', 'every', 'uhr'])

// A zone first, for it may hold what else would be a dash or a number; then times, words, signs.
const TOKEN =
  /(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?(?!\w)|[a-z_]+(?:\/[a-z0-9_+-]+)+|24\/7|\d+(?:[:.h]\d+)*\s*(?:(?:[ap]\.?m\.?|uhr|h)(?![a-z]))?|\p{L}+\.?|\S/giu

type Token =
  | { kind: 'days'; days: readonly Weekday[]; text: string; single: Weekday | null }
  | { kind: 'time'; time: Time; text: string }
  | { kind: 'to' | 'closed' | 'always'; text: string }
  | { kind: 'zone'; zone: string; text: string }

/** As written: whether it is morning or afternoon may be left to the other end of the range. */
interface Time {
  hour: number
  minute: number
  half: 'am' | 'pm' | null
  /** Minutes or a half of the day were written, so that nobody can have meant another time. */
  isPlain: boolean
}

function readHours(text: string, fallback: string | undefined) {
  const tokens = text.match(TOKEN)?.flatMap((part) => readToken(part)) ?? []
  const week = new Map<Weekday, HoursRange[]>()
  let zone: string | undefined
  let position = 0
  const next = () => tokens[position]

  function readDays(): readonly Weekday[] {
    const named: Weekday[] = []
    for (let token = next(); token?.kind === 'days'; token = next()) {
      position += 1
      const end = tokens[position + 1]
      if (next()?.kind !== 'to' || end?.kind !== 'days') {
        named.push(...token.days)
        continue
      }
      position += 2
      if (!token.single || !end.single) throw new Nonsense(`"${token.text}-${end.text}" names no days`)
      named.push(...daysBetween(token.single, end.single))
    }
    return named.length > 0 ? named : WEEKDAYS
  }

  function readRanges(): HoursRange[] {
    const ranges: HoursRange[] = []
    for (let token = next(); token?.kind === 'time'; token = next()) {
      const [to, end] = tokens.slice(position + 1, position + 3)
      if (to?.kind !== 'to' || end?.kind !== 'time') {
        throw new Nonsense(`"${token.text}" has no end: write it like 9:00-18:00`)
      }
      ranges.push(rangeOf(token, end))
      position += 3
    }
    return ranges
  }

  while (position < tokens.length) {
    const token = next()
    if (token?.kind === 'zone') {
      if (zone !== undefined && zone !== token.zone)
        throw new Nonsense(`"${token.text}" is a second time zone`)
      zone = token.zone
      position += 1
      continue
    }
    const start = position
    const days = readDays()
    const written = tokens
      .slice(start, position)
      .map(({ text }) => text)
      .join(' ')
    let ranges = readRanges()
    if (ranges.length === 0) {
      const what = next()
      if (what?.kind === 'always') ranges = [{ from: '00:00', to: '24:00' }]
      else if (what?.kind === 'to') throw new Nonsense(`"${what.text}" stands between nothing`)
      else if (what?.kind !== 'closed') throw new Nonsense(`"${written}" has no hours`)
      position += 1
    }
    checkRanges(written, ranges)
    for (const day of days) {
      if (week.has(day)) throw new Nonsense(`${DAY_LABELS[day]} has hours twice`)
      week.set(day, ranges)
    }
  }

  if (week.size === 0) throw new Nonsense('there are no hours in it: write it like Mon-Fri 9:00-18:00 CET')
  const timeZone = zone ?? fallback
  if (timeZone === undefined) {
    throw new Nonsense('the time zone is missing: end it with one such as CET or Europe/Berlin')
  }
  const hours = Object.fromEntries(WEEKDAYS.map((day) => [day, week.get(day) ?? []])) as WeekHours
  return { timeZone, hours }
}

const DAY_LABELS: Record<Weekday, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

function readToken(part: string): Token[] {
  const text = part.trim()
  const word = text.toLowerCase().replace(/\.$/, '')
  if (BETWEEN.has(text) || BETWEEN.has(word)) return []
  if (word === '24/7') return [{ kind: 'always', text }]
  if (/^\d/.test(text)) return [{ kind: 'time', time: readTime(text), text }]
  const day = DAYS.get(word)
  if (day !== undefined) return [{ kind: 'days', days: [day], text, single: day }]
  const set = SETS.get(word)
  if (set !== undefined) return [{ kind: 'days', days: set, text, single: null }]
  if (TO.has(word)) return [{ kind: 'to', text }]
  if (CLOSED.has(word)) return [{ kind: 'closed', text }]
  if (word === 'noon' || word === 'midnight') {
    return [
      { kind: 'time', time: { hour: word === 'noon' ? 12 : 24, minute: 0, half: null, isPlain: true }, text },
    ]
  }
  const zone = zoneOf(text)
  if (zone !== undefined) return [{ kind: 'zone', zone, text }]
  const what = /^\p{L}/u.test(text)
    ? 'is no day, time or time zone that is known here'
    : 'does not belong there'
  throw new Nonsense(`"${text}" ${what}`)
}

function readTime(text: string): Time {
  const parts = /^(\d{1,2})(?:[:.h](\d{2}))?\s*(?:([ap])[.m]*|uhr|h)?$/i.exec(text)
  const [hour, minute] = [Number(parts?.[1] ?? Number.NaN), Number(parts?.[2] ?? 0)]
  const half = parts?.[3] === undefined ? null : parts[3].toLowerCase() === 'a' ? 'am' : 'pm'
  const isTime = half ? hour >= 1 && hour <= 12 : hour < 24 || (hour === 24 && minute === 0)
  if (!parts || !isTime || minute > 59) throw new Nonsense(`"${text}" is no time of day`)
  return { hour, minute, half, isPlain: half !== null || parts?.[2] !== undefined || hour > 12 }
}

function rangeOf(start: Token & { kind: 'time' }, end: Token & { kind: 'time' }): HoursRange {
  const written = `${start.text}-${end.text}`
  const to = minutes(end.time, end.time.half)
  // In `9-5pm` the first half is the other one where the same would begin after the end.
  const halves =
    start.time.half || !end.time.half || start.time.hour > 12 ? [start.time.half] : HALVES[end.time.half]
  const options = halves.map((half) => minutes(start.time, half))
  const from = options.find((option) => option < to) ?? options[0] ?? 0
  if (from === 1_440) throw new Nonsense(`"${written}" begins when the day is over: write 0:00`)
  if (from === to) throw new Nonsense(`"${written}" is empty: write 0:00-24:00 for the whole day`)
  if (from > to && !start.time.isPlain && !end.time.isPlain) {
    const [a, b] = [start.time.hour, end.time.hour]
    throw new Nonsense(
      `"${written}" can mean two things: write ${a}:00-${b + 12}:00, or ${a}:00-${b}:00 over midnight`,
    )
  }
  return { from: clock(from), to: clock(to) }
}

const HALVES = { am: ['am', 'pm'], pm: ['pm', 'am'] } as const

function minutes({ hour, minute }: Time, half: Time['half']): number {
  return (half === null ? hour : (hour % 12) + (half === 'pm' ? 12 : 0)) * 60 + minute
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

function daysBetween(first: Weekday, last: Weekday): Weekday[] {
  const [start, end] = [WEEKDAYS.indexOf(first), WEEKDAYS.indexOf(last)]
  const count = ((end - start + 7) % 7) + 1
  return [...WEEKDAYS, ...WEEKDAYS].slice(start, start + count)
}

function checkRanges(days: string, ranges: readonly HoursRange[]): void {
  const inOrder = ranges.map((range) => ({ ...minutesOf(range), range })).sort((a, b) => a.from - b.from)
  for (const [index, { from, range }] of inOrder.entries()) {
    const before = inOrder[index - 1]
    if (before && from < before.to) {
      throw new Nonsense(
        `"${range.from}-${range.to}" begins before "${before.range.from}-${before.range.to}" has ended (${days})`,
      )
    }
  }
  if (ranges.length > LIMITS.rangesADay)
    throw new Nonsense(`${days}: at most ${LIMITS.rangesADay} ranges a day`)
}

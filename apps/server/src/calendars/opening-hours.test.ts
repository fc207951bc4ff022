import { type Holiday, minutesOf, type Weekday, WEEKDAYS, weekHours } from '@biometrics/chat-protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holidayAt, isOpen, nextChange, nextOpening, type OpeningHours } from './opening-hours.ts'
import { parseHours } from './parse-hours.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS

function hoursOf(text: string, ...holidays: Partial<Holiday>[]): OpeningHours {
  const parsed = parseHours(text)
  if (!parsed.ok) throw new Error(parsed.error)
  const full = holidays.map((holiday) => ({
    name: 'Holiday',
    date: '',
    yearly: false,
    hours: [],
    ...holiday,
  }))
  return { ...parsed, holidays: full }
}

/** Every moment at which it opens or closes within a stretch of time. */
function changes(hours: OpeningHours, from: string, to: string): string[] {
  const found: string[] = []
  const end = new Date(to)
  let at = nextChange(hours, new Date(from))
  for (; at !== null && at <= end; at = nextChange(hours, at)) {
    found.push(`${isOpen(hours, at) ? 'opens' : 'closes'} ${at.toISOString().slice(0, 16)}Z`)
  }
  return found
}

describe('[HR1] across a change of the clocks', () => {
  it('nine o’clock is nine o’clock on the wall', () => {
    const hours = hoursOf('Mon-Fri 9:00-18:00 CET')
    expect(changes(hours, '2026-03-27T00:00Z', '2026-03-31T00:00Z')).toEqual([
      'opens 2026-03-27T08:00Z',
      'closes 2026-03-27T17:00Z',
      'opens 2026-03-30T07:00Z',
      'closes 2026-03-30T16:00Z',
    ])
  })

  it('a night in spring is an hour shorter, one in autumn an hour longer', () => {
    const hours = hoursOf('Sat 22:00-6:00 Europe/Berlin')
    expect(changes(hours, '2026-03-28T12:00Z', '2026-03-30T00:00Z')).toEqual([
      'opens 2026-03-28T21:00Z',
      'closes 2026-03-29T04:00Z',
    ])
    expect(changes(hours, '2026-10-24T12:00Z', '2026-10-26T00:00Z')).toEqual([
      'opens 2026-10-24T20:00Z',
      'closes 2026-10-25T05:00Z',
    ])
  })

  it('a range that begins within the skipped hour begins when it would have been over', () => {
    const hours = hoursOf('Sun 2:30-4:00 Europe/Berlin')
    expect(changes(hours, '2026-03-28T12:00Z', '2026-03-30T00:00Z')).toEqual([
      'opens 2026-03-29T01:00Z',
      'closes 2026-03-29T02:00Z',
    ])
    const within = hoursOf('Sun 2:10-2:50 Europe/Berlin')
    expect(changes(within, '2026-03-28T12:00Z', '2026-03-30T00:00Z')).toEqual([])
  })

  it('a range within the hour that comes twice is open twice', () => {
    const hours = hoursOf('Sun 2:00-2:30 Europe/Berlin')
    expect(changes(hours, '2026-10-24T12:00Z', '2026-10-26T00:00Z')).toEqual([
      'opens 2026-10-25T00:00Z',
      'closes 2026-10-25T00:30Z',
      'opens 2026-10-25T01:00Z',
      'closes 2026-10-25T01:30Z',
    ])
  })

  it('of half an hour, on Lord Howe', () => {
    const autumn = hoursOf('Sun 1:30-2:00 Australia/Lord_Howe')
    expect(changes(autumn, '2026-04-04T00:00Z', '2026-04-06T00:00Z')).toEqual([
      'opens 2026-04-04T14:30Z',
      'closes 2026-04-04T15:30Z',
    ])
    const spring = hoursOf('Sun 2:15-3:00 Australia/Lord_Howe')
    expect(changes(spring, '2026-10-03T00:00Z', '2026-10-05T00:00Z')).toEqual([
      'opens 2026-10-03T15:30Z',
      'closes 2026-10-03T16:00Z',
    ])
  })

  it('over a day that Samoa left out', () => {
    const hours = hoursOf('Thu-Sat 9:00-17:00 Pacific/Apia')
    expect(changes(hours, '2011-12-29T12:00Z', '2011-12-31T12:00Z')).toEqual([
      'opens 2011-12-29T19:00Z',
      'closes 2011-12-30T03:00Z',
      'opens 2011-12-30T19:00Z',
      'closes 2011-12-31T03:00Z',
    ])
    const never = hoursOf('Fri 9:00-17:00 Pacific/Apia')
    expect(changes(never, '2011-12-24T12:00Z', '2011-12-31T12:00Z')).toEqual([])
  })

  it('at midnight, in Chile: the last hour of a day comes twice, the first of another never', () => {
    const autumn = hoursOf('Sat 22:00-24:00 America/Santiago')
    expect(changes(autumn, '2026-04-04T12:00Z', '2026-04-06T00:00Z')).toEqual([
      'opens 2026-04-05T01:00Z',
      'closes 2026-04-05T04:00Z',
    ])
    const spring = hoursOf('Sun 0:30-2:00 America/Santiago')
    expect(changes(spring, '2026-09-05T12:00Z', '2026-09-07T00:00Z')).toEqual([
      'opens 2026-09-06T04:00Z',
      'closes 2026-09-06T05:00Z',
    ])
  })
})

describe('[HR1] holidays', () => {
  it('stand in the place of the weekday: closed, or with hours of their own', () => {
    const hours = hoursOf(
      'Mon-Fri 9:00-18:00 CET',
      { name: 'Christmas Eve', date: '2020-12-24', yearly: true, hours: [{ from: '09:00', to: '12:00' }] },
      { name: 'Christmas', date: '2020-12-25', yearly: true },
      { name: 'Move', date: '2026-12-28' },
    )
    expect(changes(hours, '2026-12-24T00:00Z', '2026-12-29T12:00Z')).toEqual([
      'opens 2026-12-24T08:00Z',
      'closes 2026-12-24T11:00Z',
      'opens 2026-12-29T08:00Z',
    ])
    expect(holidayAt(hours, new Date('2026-12-28T10:00Z'))?.name).toBe('Move')
    expect(holidayAt(hours, new Date('2027-12-28T10:00Z'))).toBeNull()
    expect(holidayAt(hours, new Date('2027-12-24T23:30Z'))?.name).toBe('Christmas')
  })

  it('begin no night of their own, and let the one before end', () => {
    const hours = hoursOf('daily 22:00-4:00 CET', { date: '2026-05-01' })
    expect(changes(hours, '2026-04-30T12:00Z', '2026-05-03T00:00Z')).toEqual([
      'opens 2026-04-30T20:00Z',
      'closes 2026-05-01T02:00Z',
      'opens 2026-05-02T20:00Z',
    ])
  })

  it('once win over yearly ones', () => {
    const hours = hoursOf(
      '24/7 UTC',
      { date: '2026-05-01', yearly: true },
      { date: '2026-05-01', hours: [{ from: '10:00', to: '11:00' }] },
    )
    expect(isOpen(hours, new Date('2026-05-01T10:30Z'))).toBe(true)
    expect(isOpen(hours, new Date('2027-05-01T10:30Z'))).toBe(false)
  })

  it('are found years ahead', () => {
    const leap = hoursOf('daily closed UTC', {
      date: '2024-02-29',
      yearly: true,
      hours: [{ from: '10:00', to: '11:00' }],
    })
    expect(nextOpening(leap, new Date('2096-03-01T00:00Z'))).toEqual(new Date('2104-02-29T10:00Z'))
    const once = hoursOf('24/7 UTC', { date: '2034-07-01' })
    expect(nextChange(once, new Date('2026-03-01T00:00Z'))).toEqual(new Date('2034-07-01T00:00Z'))
  })
})

describe('[HR1] never', () => {
  const at = new Date('2026-03-02T09:00Z')
  it('is null', () => {
    expect(nextChange(hoursOf('24/7 CET'), at)).toBeNull()
    expect(nextChange(hoursOf('daily 0:00-12:00, 12:00-24:00 CET'), at)).toBeNull()
    expect(nextChange(hoursOf('daily closed CET'), at)).toBeNull()
    expect(nextOpening(hoursOf('24/7 CET'), at)).toBeNull()
    expect(nextOpening(hoursOf('daily closed CET'), at)).toBeNull()
  })
})

/** What the clock on the wall shows, minute by minute, by another source of zones: slow, and plain to see. */
function createOracle({ timeZone, hours, holidays }: OpeningHours) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    dateStyle: 'short',
    timeStyle: 'short',
  })
  function beginning(date: string) {
    const holiday =
      holidays.find((one) => !one.yearly && one.date === date) ??
      holidays.find((one) => one.yearly && one.date.slice(5) === date.slice(5))
    const weekday = WEEKDAYS[(new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7] as Weekday
    return (holiday?.hours ?? hours[weekday]).map(minutesOf)
  }
  return (at: number): boolean => {
    const shown = format.format(at)
    const [date = '', time = ''] = shown.split(', ')
    const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
    const yesterday = new Date(Date.parse(`${date}T00:00Z`) - DAY_MS).toISOString().slice(0, 10)
    return (
      beginning(date).some(({ from, to }) => from <= minute && minute < to) ||
      beginning(yesterday).some(({ to }) => minute + 1_440 < to)
    )
  }
}

/** Around moments at which clocks jump, in either half of the world, by an hour, half an hour, two and a day. */
const JUMPS = [
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['America/Santiago', '2026-04-05T03:00Z'],
  ['America/Santiago', '2026-09-06T04:00Z'],
  ['America/Havana', '2026-11-01T05:00Z'],
  ['America/St_Johns', '2010-11-07T02:31Z'],
  ['Antarctica/Troll', '2026-03-29T01:00Z'],
  ['Asia/Kathmandu', '2026-01-01T00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['Pacific/Auckland', '2026-04-04T14:00Z'],
  ['Pacific/Kwajalein', '1993-08-21T12:00Z'],
  ['UTC', '2026-12-31T23:59Z'],
] as const

describe('[HR1] any hours in any zone', () => {
  const anyTime = fc.integer({ min: 0, max: 1_439 }).map(clock)
  // Quarters of hours meet the jumps more often than any minute would.
  const anyQuarter = fc.integer({ min: 0, max: 95 }).map((quarter) => clock(quarter * 15))
  const anyRange = fc
    .record({ from: fc.oneof(anyQuarter, anyTime), to: fc.oneof(anyQuarter, fc.constant('24:00')) })
    .filter(({ from, to }) => from !== to)
  const anyDay = fc
    .array(anyRange, { maxLength: 3 })
    .map((ranges) => (weekHours.safeParse({ mon: ranges }).success ? ranges : ranges.slice(0, 1)))
  const anyWeek = fc.record({
    ...{ mon: anyDay, tue: anyDay, wed: anyDay, thu: anyDay },
    ...{ fri: anyDay, sat: anyDay, sun: anyDay },
  })
  const anyCase = fc
    .record({
      jump: fc.constantFrom(...JUMPS),
      hours: anyWeek,
      shift: fc.integer({ min: -2_880, max: 1_440 }),
      holidays: fc.array(
        fc.record({ away: fc.integer({ min: -1, max: 2 }), yearly: fc.boolean(), hours: anyDay }),
        { maxLength: 2 },
      ),
    })
    .map(({ jump: [timeZone, moment], hours, shift, holidays }) => ({
      at: Date.parse(moment) + shift * MINUTE_MS,
      hours: {
        timeZone,
        hours,
        holidays: holidays
          .map(({ away, ...holiday }) => ({
            name: 'Holiday',
            date: new Date(Date.parse(moment) + away * DAY_MS).toISOString().slice(0, 10),
            ...holiday,
          }))
          // Of two on the same day the order decides, which is no question of hours.
          .filter((one, index, all) => all.findIndex(({ date }) => date === one.date) === index),
      },
    }))

  it('change when a look at the clock each minute says so', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(anyCase, ({ at, hours }) => {
        const isOpenBy = createOracle(hours)
        const end = at + 3 * DAY_MS
        let minute = at
        let expected: number | null = null
        while (expected === null && (minute += MINUTE_MS) <= end) {
          if (isOpenBy(minute) !== isOpenBy(at)) expected = minute
        }
        expect(isOpen(hours, new Date(at))).toBe(isOpenBy(at))
        const found = nextChange(hours, new Date(at))
        if (expected !== null) expect(found).toEqual(new Date(expected))
        else expect(found === null || found.getTime() > end).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('open after they were closed, and close after they were open', () => {
    fc.assert(
      fc.property(anyCase, ({ at, hours }) => {
        const now = new Date(at)
        const change = nextChange(hours, now)
        const opening = nextOpening(hours, now)
        if (change !== null) {
          expect(change > now).toBe(true)
          expect(isOpen(hours, change)).toBe(!isOpen(hours, now))
          expect(isOpen(hours, new Date(change.getTime() - 1))).toBe(isOpen(hours, now))
        }
        if (!isOpen(hours, now)) expect(opening).toEqual(change)
        if (opening !== null) {
          expect(isOpen(hours, opening)).toBe(true)
          expect(isOpen(hours, new Date(opening.getTime() - 1))).toBe(false)
        }
      }),
      { numRuns: 300 },
    )
  })
})

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

import { readFile } from 'node:fs/promises'
import { type HoursRange, WEEKDAYS, type WeekHours } from '@biometrics/chat-protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatHours } from './format-hours.ts'
import { parseHours } from './parse-hours.ts'
import { ABBREVIATIONS, zoneOf } from './zones.ts'

const closed = Object.fromEntries(WEEKDAYS.map((day) => [day, []])) as unknown as WeekHours
const range = (from: string, to: string): HoursRange => ({ from, to })
const week = (part: Partial<WeekHours>): WeekHours => ({ ...closed, ...part })
const onWorkdays = (...ranges: HoursRange[]) =>
  week({ mon: ranges, tue: ranges, wed: ranges, thu: ranges, fri: ranges })
const everyDay = (...ranges: HoursRange[]) =>
  Object.fromEntries(WEEKDAYS.map((day) => [day, ranges])) as WeekHours

function hoursOf(text: string): WeekHours {
  const parsed = parseHours(text, 'UTC')
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.hours
}
function errorOf(text: string): string {
  const parsed = parseHours(text)
  return parsed.ok ? `was taken: ${JSON.stringify(parsed.hours)}` : parsed.error
}

describe('[HR1] the text form', () => {
  it('of the published snippet means Berlin', () => {
    expect(parseHours('Mon-Fri 9:00-18:00 CET')).toEqual({
      ok: true,
      timeZone: 'Europe/Berlin',
      hours: onWorkdays(range('09:00', '18:00')),
    })
  })

  it.each([
    ['Mon-Thu 9-18, Fri 9-16', { ...onWorkdays(range('09:00', '18:00')), fri: [range('09:00', '16:00')] }],
    ['Sat 10:00-14:00', week({ sat: [range('10:00', '14:00')] })],
    ['24/7', everyDay(range('00:00', '24:00'))],
    ['9-18', everyDay(range('09:00', '18:00'))],
    ['daily 8:30 to 17:15', everyDay(range('08:30', '17:15'))],
    ['every day 0:00-24:00', everyDay(range('00:00', '24:00'))],
    ['Mon, Wed & Fri: 9-12, 14-18', week(three(range('09:00', '12:00'), range('14:00', '18:00')))],
    ['Mon 22:00–6:00', week({ mon: [range('22:00', '06:00')] })],
    ['Mon 22-6', week({ mon: [range('22:00', '06:00')] })],
    ['Mon 6pm-midnight', week({ mon: [range('18:00', '24:00')] })],
    ['Mon noon-6 p.m.', week({ mon: [range('12:00', '18:00')] })],
    ['Mon 9am-5pm', week({ mon: [range('09:00', '17:00')] })],
    ['Mon 9-5pm', week({ mon: [range('09:00', '17:00')] })],
    ['Mon 1-5pm', week({ mon: [range('13:00', '17:00')] })],
    ['Mon 10-12pm', week({ mon: [range('10:00', '12:00')] })],
    ['Mon 12am-12pm', week({ mon: [range('00:00', '12:00')] })],
    ['Mon 10pm-2am', week({ mon: [range('22:00', '02:00')] })],
    [
      'Sat-Mon 10-14',
      week({
        sat: [range('10:00', '14:00')],
        sun: [range('10:00', '14:00')],
        mon: [range('10:00', '14:00')],
      }),
    ],
    ['weekdays 9-18; weekends closed', onWorkdays(range('09:00', '18:00'))],
    [
      'Mo–Fr von 9.00 bis 18.00 Uhr, Sonnabend 10–14 Uhr',
      { ...onWorkdays(range('09:00', '18:00')), sat: [range('10:00', '14:00')] },
    ],
    ['Montags 9h-12h30', week({ mon: [range('09:00', '12:30')] })],
    ['MON-FRI 09:00-18:00', onWorkdays(range('09:00', '18:00'))],
    ['Tue 9-18\nThu 9-18', week({ tue: [range('09:00', '18:00')], thu: [range('09:00', '18:00')] })],
    ['daily closed', closed],
  ])('%s', (text, hours) => {
    expect(hoursOf(text)).toEqual(hours)
  })

  it.each([
    ['Mon-Fri 9:00-18:00 Mars', '"Mars" is no day, time or time zone that is known here'],
    [
      'Mon-Fri 9:00-18:00 Europe/Atlantis',
      '"Europe/Atlantis" is no day, time or time zone that is known here',
    ],
    ['Mon-Fri 9:00-18:00', 'the time zone is missing: end it with one such as CET or Europe/Berlin'],
    ['Mon-Fri 9:00-18:00 CET PST', '"PST" is a second time zone'],
    ['Mon-Fri 25:00-18:00 CET', '"25:00" is no time of day'],
    ['Mon-Fri 9:60-18:00 CET', '"9:60" is no time of day'],
    ['Mon 9-13pm CET', '"13pm" is no time of day'],
    ['Mon 9:5-18 CET', '"9:5" is no time of day'],
    ['Mon 123-18 CET', '"123" is no time of day'],
    ['Mon-Fri 9:00 CET', '"9:00" has no end: write it like 9:00-18:00'],
    ['Mon-Fri CET', '"Mon - Fri" has no hours'],
    ['Mon-Fri 9:00-18:00, Fri 9-16 CET', 'Friday has hours twice'],
    ['Mon 9-12, 11-15 CET', '"11:00-15:00" begins before "09:00-12:00" has ended (Mon)'],
    ['Mon 9-5 CET', '"9-5" can mean two things: write 9:00-17:00, or 9:00-5:00 over midnight'],
    ['Mon 9-9 CET', '"9-9" is empty: write 0:00-24:00 for the whole day'],
    ['Mon 24:00-6:00 CET', '"24:00-6:00" begins when the day is over: write 0:00'],
    ['Funday 9-18 CET', '"Funday" is no day, time or time zone that is known here'],
    ['Mon-weekend 9-18 CET', '"Mon-weekend" names no days'],
    ['Mon - 9-18 CET', '"-" stands between nothing'],
    ['Mon 9-18 CET!', '"!" does not belong there'],
    ['CET', 'there are no hours in it: write it like Mon-Fri 9:00-18:00 CET'],
    ['', 'there are no hours in it: write it like Mon-Fri 9:00-18:00 CET'],
    ['上班族', '"上班族" is no day, time or time zone that is known here'],
  ])('names what is wrong with "%s"', (text, error) => {
    expect(errorOf(text)).toBe(error)
  })

  it('is written so that it is read as the same', () => {
    const anyRanges = fc
      .uniqueArray(fc.integer({ min: 0, max: 1_440 }), { maxLength: 8 })
      .map((minutes) => minutes.sort((a, b) => a - b))
      .map((minutes) => minutes.slice(0, minutes.length - (minutes.length % 2)))
      .map((minutes) =>
        minutes.flatMap((from, index) =>
          index % 2 ? [] : [range(clock(from), clock(minutes[index + 1] ?? 0))],
        ),
      )
    const anyHours = fc.record({
      mon: anyRanges,
      tue: anyRanges,
      wed: anyRanges,
      thu: anyRanges,
      fri: anyRanges,
      sat: anyRanges,
      sun: anyRanges,
    })
    const anyZone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/Port-au-Prince',
      'Australia/Lord_Howe',
      '+05:45',
      '-03:00',
      'Etc/GMT+5',
    )
    fc.assert(
      fc.property(anyHours, anyZone, (hours, timeZone) => {
        expect(parseHours(formatHours({ timeZone, hours }))).toEqual({ ok: true, timeZone, hours })
      }),
    )
  })

  it('never throws, whatever is written', () => {
    const words = [
      'Mon',
      'Fri',
      '9',
      '9:00',
      '18:00',
      '24/7',
      '-',
      ',',
      'pm',
      'CET',
      'Europe/Berlin',
      'closed',
      'to',
      ' ',
      '\n',
    ]
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...words)).map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(text, (written) => {
        const parsed = parseHours(written)
        expect(parsed.ok || parsed.error !== '').toBe(true)
      }),
    )
  })
})

describe('[HR1] zones', () => {
  it('are in the documentation as they are in the code', async () => {
    const page = await readFile(new URL('../../../../docs/hours.md', import.meta.url), 'utf8')
    const rows = page
      .split('\n')
      .filter((line) => line.startsWith('| `') && /\| (UTC|\w+\/\w+) \|$/.test(line))
    const told = rows.flatMap((row) => {
      const [, letters = '', zone = ''] = row
        .split(' | ')
        .map((cell) => cell.replace(/^\| | \|$/g, ''))
        .toSpliced(0, 0, '')
      return [...letters.matchAll(/`(\w+)`/g)].map(([, name]) => [name, zone])
    })
    expect(Object.fromEntries(told)).toEqual(ABBREVIATIONS)
  })

  it('are what the time zone database has, and what people write for them', () => {
    for (const [name, zone] of Object.entries(ABBREVIATIONS)) {
      expect(zoneOf(name.toLowerCase())).toBe(zone)
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow()
    }
    for (const zone of Intl.supportedValuesOf('timeZone')) expect(zoneOf(zone)).toBe(zone)
    expect(zoneOf('europe/berlin')).toBe('Europe/Berlin')
    expect(zoneOf('UTC+2')).toBe('+02:00')
    expect(zoneOf('GMT-3:30')).toBe('-03:30')
    expect(zoneOf('UTC+0')).toBe('UTC')
    for (const name of ['', 'Foo/Bar', 'XYZ', 'UTC+15', '__proto__']) expect(zoneOf(name)).toBeUndefined()
  })
})

function three(...ranges: HoursRange[]): Partial<WeekHours> {
  return { mon: ranges, wed: ranges, fri: ranges }
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

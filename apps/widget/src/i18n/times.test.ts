import { describe, expect, it } from 'vitest'
import en from './en.json' with { type: 'json' }
import { fileSize } from './sizes.ts'
import { dayName, daysBetween, openingTime } from './times.ts'

const english = { tag: 'en-GB', texts: en.chat }
const now = new Date(2026, 1, 18, 12)

describe('times', () => {
  it('counts days by the calendar, not by hours, also where the clock is put forward', () => {
    expect(daysBetween(new Date(2026, 1, 17, 23, 59), new Date(2026, 1, 18, 0, 1))).toBe(1)
    expect(daysBetween(new Date(2026, 2, 28, 12), new Date(2026, 2, 30, 12))).toBe(2)
  })

  it('names days as people do', () => {
    expect(dayName(now, now, english)).toBe('Today')
    expect(dayName(new Date(2026, 1, 17), now, english)).toBe('Yesterday')
    expect(dayName(new Date(2026, 1, 14), now, english)).toBe('Saturday')
    expect(dayName(new Date(2026, 0, 5), now, english)).toBe('5 January')
    expect(dayName(new Date(2024, 0, 5), now, english)).toBe('5 January 2024')
  })

  it('says when somebody is back', () => {
    expect(openingTime(new Date(2026, 1, 18, 14), now, english)).toBe('14:00')
    expect(openingTime(new Date(2026, 1, 19, 9), now, english)).toBe('Thursday, 09:00')
  })

  it('writes sizes in the reader’s language', () => {
    expect(fileSize(0, 'en')).toBe('0 byte')
    expect(fileSize(234_000, 'en')).toBe('229 kB')
    expect(fileSize(10 * 1024 * 1024, 'de')).toBe('10 MB')
    expect(fileSize(1_500_000, 'de')).toBe('1,4 MB')
  })
})

import { describe, expect, test } from 'vitest'
import { fieldValue, snoozeTimes } from './snooze-times.ts'

const local = (text: string) => snoozeTimes(new Date(text)).map(({ choice, at }) => [choice, fieldValue(at)])

describe('[TR2] the times to snooze until', () => {
  test('in the morning of a Wednesday', () => {
    expect(local('2026-02-18T10:20:00')).toEqual([
      ['hour', '2026-02-18T11:20'],
      ['threeHours', '2026-02-18T13:20'],
      ['evening', '2026-02-18T18:00'],
      ['tomorrow', '2026-02-19T09:00'],
      ['week', '2026-02-23T09:00'],
    ])
  })

  test('on a Sunday evening tomorrow is the Monday, and no evening is left', () => {
    expect(local('2026-02-22T19:05:00').map(([choice]) => choice)).toEqual(['hour', 'threeHours', 'tomorrow'])
  })

  test('on a Monday the next week is a week away', () => {
    expect(local('2026-02-23T08:00:00').at(-1)).toEqual(['week', '2026-03-02T09:00'])
  })

  test('are over the end of a month and a year', () => {
    expect(local('2026-12-31T23:30:00')).toEqual([
      ['hour', '2027-01-01T00:30'],
      ['threeHours', '2027-01-01T02:30'],
      ['tomorrow', '2027-01-01T09:00'],
      ['week', '2027-01-04T09:00'],
    ])
  })
})

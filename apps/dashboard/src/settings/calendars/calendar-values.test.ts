import { newCalendar } from '@biometrics/chat-protocol'
import { describe, expect, it } from 'vitest'
import {
  distanceOf,
  givenEnd,
  newValues,
  nextRange,
  problemsOf,
  shownEnd,
  wallTime,
} from './calendar-values.ts'

const values = { ...newValues(), name: 'Office', timeZone: 'Europe/Berlin' }

describe('[HR1] a calendar in the form', () => {
  it('begins as one that the server takes', () => {
    expect(problemsOf(values)).toEqual({})
    expect(newCalendar.safeParse(values).success).toBe(true)
  })

  it('says by its field what the server would refuse', () => {
    const day = { name: 'Christmas', date: '2026-12-25', yearly: true, hours: [] }
    const wrong = {
      ...values,
      name: ' ',
      hours: {
        ...values.hours,
        mon: [
          { from: '09:00', to: '12:00' },
          { from: '11:00', to: '15:00' },
        ],
        tue: [{ from: '09:00', to: '09:00' }],
        wed: [{ from: '', to: '09:00' }],
      },
      holidays: [day, { ...day, date: '2027-12-25', name: '' }, { ...day, date: '' }],
    }
    expect(problemsOf(wrong)).toEqual({
      name: 'required',
      'hours.mon': 'overlap',
      'hours.tue': 'emptyRange',
      'hours.wed': 'noTime',
      'holidays.1.name': 'required',
      'holidays.1.date': 'sameDay',
      'holidays.2.date': 'required',
    })
    expect(newCalendar.safeParse(wrong).success).toBe(false)
  })

  it('ends a day at the midnight that a field for times can show', () => {
    expect(shownEnd('24:00')).toBe('00:00')
    expect(givenEnd('00:00')).toBe('24:00')
    expect(givenEnd('18:00')).toBe('18:00')
  })

  it('offers ranges that do not overlap what is there', () => {
    expect(nextRange([])).toEqual({ from: '09:00', to: '18:00' })
    expect(nextRange([{ from: '09:00', to: '12:00' }])).toEqual({ from: '13:00', to: '17:00' })
  })

  it('shows moments on the clock of its zone', () => {
    expect(wallTime(Date.parse('2026-07-01T22:30:00Z'), 'Europe/Berlin')).toBe('2026-07-02T00:30')
    expect(distanceOf('Europe/Berlin', Date.parse('2026-07-01T00:00:00Z'))).toBe('UTC+2')
    expect(distanceOf('UTC', 0)).toBe('UTC+0')
  })
})

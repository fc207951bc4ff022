import { expect, test } from 'vitest'
import { type Filter, rangeOf } from './range.ts'

const filter = (change: Partial<Filter>): Filter => ({
  preset: 'today',
  first: '2026-03-01',
  last: '2026-03-01',
  groupId: null,
  agentId: null,
  appId: null,
  ...change,
})
const NOW = new Date(2026, 2, 30, 15, 20)
const day = (month: number, date: number) => new Date(2026, month - 1, date)

test('ranges are whole days of the wall, over a change of the clocks too', () => {
  const range = (change: Partial<Filter>) => rangeOf(filter(change), NOW)
  expect(range({ preset: 'today' })).toEqual({ from: day(3, 30), to: day(3, 31) })
  expect(range({ preset: 'yesterday' })).toEqual({ from: day(3, 29), to: day(3, 30) })
  expect(range({ preset: 'days7' })).toEqual({ from: day(3, 24), to: day(3, 31) })
  expect(range({ preset: 'days28' })).toEqual({ from: day(3, 3), to: day(3, 31) })
  expect(range({ preset: 'own', first: '2026-03-01', last: '2026-03-02' })).toEqual({
    from: day(3, 1),
    to: day(3, 3),
  })
})

test('an own range that is the wrong way round or empty is put right', () => {
  const range = (change: Partial<Filter>) => rangeOf(filter({ preset: 'own', ...change }), NOW)
  expect(range({ first: '2026-03-02', last: '2026-03-01' })).toEqual({ from: day(3, 1), to: day(3, 3) })
  expect(range({ first: '', last: '' })).toEqual({ from: day(3, 30), to: day(3, 31) })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isoTime } from './iso-time.ts'

test('it is the time of the one that is asked for, however often the last is asked for again', () => {
  const times = fc.array(fc.date({ noInvalidDate: true }), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(times, fc.array(fc.nat()), (some, picks) => {
      for (const pick of picks) {
        const time = some[pick % some.length] as Date
        expect(isoTime(time)).toBe(time.toISOString())
      }
    }),
  )
})

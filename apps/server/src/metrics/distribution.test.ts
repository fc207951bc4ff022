import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distributionOf, tallyOf } from './distribution.ts'

const of = (...values: number[]) => distributionOf(tallyOf(values))

test('[MX1] mean, median and p90 of waits, by hand', () => {
  // 0 + 10 + 20 + … + 90 = 450; the 5th of ten is 40, the 9th 80.
  expect(of(90, 10, 0, 30, 20, 80, 50, 40, 60, 70)).toEqual({ n: 10, mean: 45, median: 40, p90: 80 })
  // Half of three is more than one of them: the 2nd; nine tenths are all three.
  expect(of(1, 100, 7)).toEqual({ n: 3, mean: 36, median: 7, p90: 100 })
  expect(of(5)).toEqual({ n: 1, mean: 5, median: 5, p90: 5 })
  expect(of(2, 3)).toEqual({ n: 2, mean: 2.5, median: 2, p90: 3 })
})

test('[MX1] nothing is no figure: without values there is a count of none', () => {
  expect(of()).toEqual({ n: 0, mean: null, median: null, p90: null })
})

test('[MX1] half, and nine of ten, do not exceed the median and the p90, whatever the values', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1 }), (values) => {
      const { median, p90, n } = of(...values)
      for (const [value, share] of [
        [median, 50],
        [p90, 90],
      ] as const) {
        if (value === null) throw new Error('no value')
        const upTo = values.filter((one) => one <= value).length
        const below = values.filter((one) => one < value).length
        expect(upTo * 100).toBeGreaterThanOrEqual(n * share)
        expect(below * 100).toBeLessThan(n * share)
        expect(values).toContain(value)
      }
    }),
  )
})

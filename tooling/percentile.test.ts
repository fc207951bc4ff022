import { expect, test } from 'vitest'
import { median, percentile } from './percentile.ts'

test('a percentile is a value that was seen, whatever the order', () => {
  const values = [40, 10, 30, 20]
  expect([0, 0.25, 0.5, 0.51, 0.99, 1].map((share) => percentile(values, share))).toEqual([
    10, 10, 20, 30, 40, 40,
  ])
  expect(median([3, 1, 2])).toBe(2)
  expect(percentile([], 0.5)).toBeNaN()
})

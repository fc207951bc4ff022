import { expect, test } from 'vitest'
import { estimateOf, UNKNOWN } from './estimate.ts'
import { simulate } from './simulate.ts'

const held = Array.from({ length: 100 }, (_, index) => 200 + index * 4)
const busy = (ages: number[]) => ages.map((age) => ({ age, share: 1 }))

test('[QU4] with too little to say it says nothing', () => {
  expect(estimateOf({ held: held.slice(0, 7), busy: busy([10]) })(1)).toEqual(UNKNOWN)
  expect(estimateOf({ held, busy: [] })(1)).toEqual(UNKNOWN)
})

test('[QU4] it is a range that grows with the place, and knows how long agents have been at it', () => {
  const fresh = estimateOf({ held, busy: busy([0, 0]) })
  const late = estimateOf({ held, busy: busy([580, 580]) })
  const waits = [1, 2, 5, 60, 61, 500].map((position) => fresh(position))
  for (const { estimatedWaitSeconds: middle, estimatedWaitRange: range } of waits) {
    expect(range?.minSeconds).toBeLessThanOrEqual(middle ?? Number.NaN)
    expect(range?.maxSeconds).toBeGreaterThanOrEqual(middle ?? Number.NaN)
  }
  const middles = waits.map((wait) => wait.estimatedWaitSeconds ?? Number.NaN)
  expect(middles).toEqual(middles.toSorted((a, b) => a - b))
  expect(late(1).estimatedWaitSeconds).toBeLessThan(60)
  expect(fresh(1).estimatedWaitSeconds).toBeGreaterThan(200)
  // Two agents at 400 s each: the 500th waits some 250 times as long.
  expect(fresh(500).estimatedWaitSeconds).toBeGreaterThan(90_000)
  expect(fresh(500).estimatedWaitSeconds).toBeLessThan(110_000)
})

test('[QU4] who shares agents with other groups waits longer', () => {
  const alone = estimateOf({ held, busy: busy([100, 200, 300]) })
  const shared = estimateOf({ held, busy: busy([100, 200, 300]).map((slot) => ({ ...slot, share: 0.5 })) })
  expect(shared(3).estimatedWaitSeconds).toBeGreaterThan((alone(3).estimatedWaitSeconds ?? 0) * 1.5)
})

test('[QU4] days of eight hours at 90 % load: half of all estimates are off by less than a quarter of the wait in the middle', () => {
  const errors = [1, 2, 3].map((seed) => simulate({ load: 0.9, seed }))
  for (const { waits } of errors) expect(waits).toBeGreaterThan(50)
  const parts = errors
    .map(({ medianError, medianWait }) => medianError / medianWait)
    .toSorted((a, b) => a - b)
  expect(parts[1]).toBeLessThan(0.25)
})

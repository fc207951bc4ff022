import type { Distribution } from '@biometrics/chat-protocol'

/** How often each value occurs. */
export type Tally = ReadonlyMap<number, number>

/** Mean, median and p90 of whole values, exactly, from how often each of them occurs. */
export function distributionOf(tally: Tally): Distribution {
  const values = [...tally].sort(([a], [b]) => a - b)
  const n = values.reduce((sum, [, times]) => sum + times, 0)
  if (n === 0) return { n, mean: null, median: null, p90: null }
  const sum = values.reduce((total, [value, times]) => total + value * times, 0)
  return { n, mean: sum / n, median: atShare(values, n, 0.5), p90: atShare(values, n, 0.9) }
}

export function tallyOf(values: Iterable<number>): Tally {
  const tally = new Map<number, number>()
  for (const value of values) tally.set(value, (tally.get(value) ?? 0) + 1)
  return tally
}

/** The smallest value that a share of all do not exceed: one that really occurred, never one between two. */
function atShare(sorted: readonly (readonly [number, number])[], n: number, share: number): number | null {
  // In hundredths: 0.9 × 10 must be 9, not a little more.
  const rank = Math.ceil((n * Math.round(share * 100)) / 100)
  let passed = 0
  for (const [value, times] of sorted) {
    passed += times
    if (passed >= rank) return value
  }
  return null
}

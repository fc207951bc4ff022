import { describe, expect, it } from 'vitest'
import { manualTiming } from './testing/manual-timing.ts'
import { reconnectMs } from './timing.ts'

describe('the waits between attempts to connect', () => {
  const longest = manualTiming(() => 1)

  it('[DL10] are any part of the time already lost, from 2 s to 30 s, the first one too', () => {
    const bounds = [0, 500, 2_000, 5_000, 30_000, 3_600_000].map((lostForMs) =>
      reconnectMs(lostForMs, longest),
    )
    expect(bounds).toEqual([2_000, 2_000, 2_000, 5_000, 30_000, 30_000])
    expect(
      reconnectMs(
        30_000,
        manualTiming(() => 0),
      ),
    ).toBe(0)
    expect(
      reconnectMs(
        30_000,
        manualTiming(() => 0.1),
      ),
    ).toBe(3_000)
  })

  it('[DL10] spread a crowd that was lost at once evenly over the first two seconds', () => {
    let drawn = 0
    const crowd = manualTiming(() => (drawn++ % 10_000) / 10_000)
    const perTenth = Array.from({ length: 20 }, () => 0)
    for (let client = 0; client < 10_000; client += 1) {
      const tenth = Math.floor(reconnectMs(0, crowd) / 100)
      perTenth[tenth] = (perTenth[tenth] ?? 0) + 1
    }
    expect(Math.max(...perTenth)).toBeLessThanOrEqual(501)
  })
})

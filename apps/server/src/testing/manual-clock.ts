import type { Clock } from '../clock/clock.ts'

/** A clock that stands still until a test moves it; what falls due is called in its order. */
export function createManualClock(
  start = new Date('2026-03-02T09:00:00Z'),
): Clock & { advance(ms: number): void; jump(ms: number): void } {
  let now = start.getTime()
  const timers = new Set<{ at: number; callback: () => void }>()
  return {
    now: () => new Date(now),
    after(delayMs, callback) {
      const timer = { at: now + delayMs, callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const next = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers.delete(next)
        now = next.at
        next.callback()
      }
      now = end
    },
    /** As after a sleep: whatever came due meanwhile is called once, not as often as it would have been. */
    jump(ms) {
      now += ms
      for (const timer of [...timers].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)) {
        if (timers.delete(timer)) timer.callback()
      }
    },
  }
}

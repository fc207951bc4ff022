import type { Timing } from '../timing.ts'

export interface ManualTiming extends Timing {
  /** Lets time pass; what falls due runs in its order. */
  advance(ms: number): void
  /** Time passes and nothing runs, as in a computer that sleeps. */
  sleep(ms: number): void
  /** How many timers wait. */
  readonly waiting: number
}

/** Time that stands still until a test moves it; chance is always a half unless said otherwise. */
export function manualTiming(random: () => number = () => 0.5): ManualTiming {
  const timers = new Set<{ at: number; run: () => void }>()
  let now = 1_000_000
  return {
    now: () => now,
    random,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(ms) {
      const until = now + ms
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.at <= until).toSorted((a, b) => a.at - b.at)
        if (!next) break
        timers.delete(next)
        now = Math.max(now, next.at)
        next.run()
      }
      now = until
    },
    sleep(ms) {
      now += ms
    },
    get waiting() {
      return timers.size
    },
  }
}

/** Lets everything that waits for a promise go on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

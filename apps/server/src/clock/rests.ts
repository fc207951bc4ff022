import type { Clock } from './clock.ts'

/** A fifth of one core at most: the others are the chat's. */
const REST_FOR_WORK = 4
/** A clock may have been set while somebody worked. */
const LONGEST_MS = 5_000

/** For work in the background, which has the time that the chat leaves. */
export interface Rests {
  /** Works, and rests four times as long. */
  after<Result>(work: () => Promise<Result>): Promise<Result>
  pause(ms: number): Promise<void>
  /** Ends those that are under way: somebody waits for the work, or for its end. */
  endAll(): void
}

export function createRests(clock: Clock, isNeeded: () => boolean): Rests {
  const pausing = new Set<() => void>()

  async function pause(ms: number) {
    const { promise, resolve } = Promise.withResolvers<void>()
    pausing.add(resolve)
    const cancel = clock.after(ms, resolve)
    await promise
    cancel()
    pausing.delete(resolve)
  }

  return {
    pause,
    async after(work) {
      const startedAt = clock.now().getTime()
      const result = await work()
      const ms = Math.min(REST_FOR_WORK * (clock.now().getTime() - startedAt), LONGEST_MS)
      if (ms > 0 && isNeeded()) await pause(ms)
      return result
    },
    endAll() {
      for (const end of pausing) end()
    },
  }
}

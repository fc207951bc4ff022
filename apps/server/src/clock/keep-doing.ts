import type { Clock } from './clock.ts'

/**
 * Does it so long after it was done the last time, whether that worked or not; what goes wrong is told, unless it was stopped
 * meanwhile.
 */
export function keepDoing(
  clock: Pick<Clock, 'after'>,
  everyMs: number,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): { stop(): void } {
  let isStopped = false
  let cancel = clock.after(everyMs, run)
  function run() {
    work()
      .catch((error: unknown) => isStopped || onError(error))
      .finally(() => {
        if (!isStopped) cancel = clock.after(everyMs, run)
      })
  }
  return {
    stop() {
      isStopped = true
      cancel()
    },
  }
}

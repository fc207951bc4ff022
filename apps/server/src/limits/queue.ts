import { ChatError } from '@biometrics/chat-protocol'

const RETRY_AFTER_MS = 2_000

/** Lets so many pieces of work run at once; the others wait in line, and beyond its end they are refused as busy. */
export interface Queue {
  run<T>(work: () => Promise<T>): Promise<T>
}

interface Place {
  go(): void
  leave(failure: unknown): void
}

export function createQueue({
  parallel,
  mostWaiting,
  failsForAll = () => false,
}: {
  parallel: number
  mostWaiting: number
  /** What fails for this reason would fail for those in line too: they are told now, and not one after the other. */
  failsForAll?: (failure: unknown) => boolean
}): Queue {
  let waiting: Place[] = []
  let running = 0
  return {
    async run(work) {
      if (running >= parallel) {
        if (waiting.length >= mostWaiting)
          throw new ChatError('busy', undefined, { retryAfterMs: RETRY_AFTER_MS })
        await new Promise<void>((go, leave) => waiting.push({ go, leave }))
      } else running += 1
      try {
        return await work()
      } catch (failure) {
        if (failsForAll(failure)) {
          const line = waiting
          waiting = []
          for (const place of line) place.leave(failure)
        }
        throw failure
      } finally {
        // Its place goes to the next in line, or is free.
        const next = waiting.shift()
        if (next) next.go()
        else running -= 1
      }
    },
  }
}

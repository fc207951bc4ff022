import { ChatError } from '@biometrics/chat-protocol'

const RETRY_AFTER_MS = 2_000

/** Lets so many pieces of work run at once; the others wait in line, and beyond its end they are refused as busy. */
export interface Queue {
  run<T>(work: () => Promise<T>): Promise<T>
}

export function createQueue({ parallel, mostWaiting }: { parallel: number; mostWaiting: number }): Queue {
  const waiting: (() => void)[] = []
  let running = 0
  return {
    async run(work) {
      if (running >= parallel) {
        if (waiting.length >= mostWaiting)
          throw new ChatError('busy', undefined, { retryAfterMs: RETRY_AFTER_MS })
        await new Promise<void>((resolve) => waiting.push(resolve))
      } else running += 1
      try {
        return await work()
      } finally {
        // Its place goes to the next in line, or is free.
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
  }
}

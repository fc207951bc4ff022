import type { CommandError } from '@biometrics/chat-protocol'
import { aborted, errorOf, isPassing } from './errors.ts'
import { backoffMs, type Timing } from './timing.ts'
import { onWake } from './wake.ts'

/** Waits, but not longer than until the network comes back or the page is looked at again. */
export function waitOrWake(timing: Timing, ms: number, then: () => void): () => void {
  const stop = () => {
    stopTimer()
    stopListening()
  }
  const go = () => {
    stop()
    then()
  }
  const stopTimer = timing.after(ms, go)
  const stopListening = onWake(timing, go)
  return stop
}

export interface Persistent<T> {
  done: Promise<T>
  stop(): void
}

/** Tries until it is done, or refused for good. */
export function persist<T>(
  timing: Timing,
  attempt: () => Promise<T>,
  onLost: (error: CommandError) => void,
): Persistent<T> {
  let stopped = false
  let stopWaiting: (() => void) | undefined
  let giveUp!: (reason: unknown) => void
  const done = new Promise<T>((resolve, reject) => {
    giveUp = reject
    let failures = 0
    const failed = (failure: unknown) => {
      const error = errorOf(failure)
      if (stopped || !isPassing(error)) return reject(failure)
      onLost(error)
      const ms = Math.max(error.retryAfterMs ?? 0, backoffMs(failures, timing))
      failures += 1
      stopWaiting = waitOrWake(timing, ms, run)
    }
    const run = () => attempt().then(resolve, failed)
    run()
  })
  return {
    done,
    stop() {
      stopped = true
      stopWaiting?.()
      giveUp(aborted())
    },
  }
}

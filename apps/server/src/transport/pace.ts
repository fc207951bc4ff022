import type { Clock } from '../clock/clock.ts'

const APART_MS = 1_000

/**
 * Hands on the newest of what is told: at most one a second, and one at a time. A reader that is slow misses what has been
 * overtaken, and costs no memory.
 */
export function pace(
  clock: Clock,
  send: (text: string, sent: () => void) => void,
): { tell(text: string): void; stop(): void } {
  let newest: string | undefined
  let isSending = false
  let isStopped = false
  let nextAt = 0
  let cancel: (() => void) | undefined

  function plan() {
    if (newest === undefined || isSending || isStopped || cancel) return
    const wait = nextAt - clock.now().getTime()
    if (wait > 0) {
      cancel = clock.after(wait, () => {
        cancel = undefined
        plan()
      })
      return
    }
    const text = newest
    newest = undefined
    isSending = true
    nextAt = clock.now().getTime() + APART_MS
    send(text, () => {
      isSending = false
      plan()
    })
  }

  return {
    tell(text) {
      newest = text
      plan()
    },
    stop() {
      isStopped = true
      cancel?.()
    },
  }
}

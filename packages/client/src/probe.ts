import type { Timing } from './timing.ts'

/** A connection that may be dead must show a sign of life within this time. */
const PROBE_MS = 3_000

export interface Probe {
  /** Something came. */
  hear(): void
  /** Asks for a sign of life. */
  start(): void
  stop(): void
}

/** Finds out whether a connection that seems to be open still carries anything. */
export function createProbe(timing: Timing, ask: () => void, onDead: () => void): Probe {
  let heard = 0
  let callOff: (() => void) | undefined

  return {
    hear() {
      heard += 1
    },
    start() {
      if (callOff) return
      const before = heard
      callOff = timing.after(PROBE_MS, () => {
        callOff = undefined
        if (heard === before) onDead()
      })
      ask()
    },
    stop() {
      callOff?.()
      callOff = undefined
    },
  }
}

/** Time and chance, so that tests can hold both. */
export interface Timing {
  now(): number
  /** At least 0, below 1. */
  random(): number
  /** Runs once after so many milliseconds; returns the function that calls it off. */
  after(ms: number, run: () => void): () => void
}

export const systemTiming: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

const BACKOFF_BASE_MS = 1_000
const BACKOFF_MAX_MS = 30_000

/** Full jitter: any part of a bound that doubles from 1 s to 30 s, so that a crowd does not come back as one. */
export function backoffMs(attempt: number, timing: Timing): number {
  return timing.random() * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** attempt)
}

/** Even the first attempt after a loss is spread over so long, for a server that stops loses everybody at once. */
const RECONNECT_SPREAD_MS = 2_000

/**
 * Until the next attempt to connect, after so long without a connection: any part of the time already lost, from 2 s to 30 s.
 * A bound that doubles with each attempt would make those wait longest who tried most often during a short outage.
 */
export function reconnectMs(lostForMs: number, timing: Timing): number {
  return timing.random() * Math.min(BACKOFF_MAX_MS, Math.max(RECONNECT_SPREAD_MS, lostForMs))
}

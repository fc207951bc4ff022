/** The only source of time; tests bring one that they set. */
export interface Clock {
  now(): Date
  /** Calls back once after a delay; returns the function that cancels. */
  after(delayMs: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: () => new Date(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}

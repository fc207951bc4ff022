/** How often something may be done. */
export interface Limit {
  /** Names what is counted. */
  name: string
  most: number
  withinMs: number
}

/** Counts what may be done only so often, for all nodes together. It never fails: without Redis each node counts for itself. */
export interface Limiter {
  /** Counts one more, or so many; 0 when that is allowed, else how many milliseconds to wait. */
  take(limit: Limit, key: string, amount?: number): Promise<number>
  /** It should not have counted after all. */
  giveBack(limit: Limit, key: string, amount?: number): Promise<void>
  /** Begins anew. */
  forget(limit: Limit, key: string): Promise<void>
}

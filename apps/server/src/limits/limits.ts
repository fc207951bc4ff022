import type { Limit } from './limiter.ts'

const MINUTE_MS = 60_000

/** How often people may try things; a server's options may say otherwise. */
export interface Limits {
  /** Sign-ins that failed, for one e-mail address. */
  signInsOfAccount: Limit
  /** Sign-ins that failed, from one IP address or network. */
  signInsFromNetwork: Limit
}

export const DEFAULT_LIMITS: Limits = {
  signInsOfAccount: { name: 'sign-ins-of-account', most: 10, withinMs: 15 * MINUTE_MS },
  signInsFromNetwork: { name: 'sign-ins-from-network', most: 20, withinMs: 5 * MINUTE_MS },
}

import type { Limit } from './limiter.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** How often people may try things; a server's options may say otherwise. */
export interface Limits {
  /** Sign-ins that failed, for one e-mail address. */
  signInsOfAccount: Limit
  /** Sign-ins that failed, from one IP address or network. */
  signInsFromNetwork: Limit
  /** Mails with a link for a new password, to one e-mail address. */
  resetsOfAccount: Limit
  /** The same, asked for from one IP address or network. */
  resetsFromNetwork: Limit
  /** Lines of the audit log about what one agent or key was refused. */
  refusalsNoted: Limit
  /** Lines of the audit log about one reader's looking at one person. */
  readingsNoted: Limit
}

export const DEFAULT_LIMITS: Limits = {
  signInsOfAccount: { name: 'sign-ins-of-account', most: 10, withinMs: 15 * MINUTE_MS },
  signInsFromNetwork: { name: 'sign-ins-from-network', most: 20, withinMs: 5 * MINUTE_MS },
  resetsOfAccount: { name: 'resets-of-account', most: 5, withinMs: HOUR_MS },
  resetsFromNetwork: { name: 'resets-from-network', most: 10, withinMs: 30 * MINUTE_MS },
  refusalsNoted: { name: 'refusals-noted', most: 10, withinMs: MINUTE_MS },
  readingsNoted: { name: 'readings-noted', most: 1, withinMs: HOUR_MS },
}

import type { Limiter } from './limiter.ts'
import { nameOfAbuseLimit } from './abuse-limits.ts'

/** The same limiter; each limit against abuse that is reached is told. */
export function countRefusals(limiter: Limiter, tell: (limit: string) => void): Limiter {
  return {
    ...limiter,
    async take(limit, key, amount) {
      const retryAfterMs = await limiter.take(limit, key, amount)
      const name = retryAfterMs > 0 ? nameOfAbuseLimit(limit) : undefined
      if (name !== undefined) tell(name)
      return retryAfterMs
    },
  }
}

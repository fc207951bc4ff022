import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limit, Limiter } from './limiter.ts'

/** A limiter whose limits are counted each by a counter of its own, made when it is first asked for. */
export function createCountedLimiter(createCounter: (limit: Limit) => RateLimiterAbstract): Limiter {
  const counters = new Map<string, RateLimiterAbstract>()

  function counterOf(limit: Limit): RateLimiterAbstract {
    const counter = counters.get(limit.name) ?? createCounter(limit)
    counters.set(limit.name, counter)
    return counter
  }

  return {
    async take(limit, key, amount = 1) {
      try {
        await counterOf(limit).consume(key, amount)
        return 0
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext)
        throw refusal
      }
    },
    async giveBack(limit, key, amount = 1) {
      await counterOf(limit).reward(key, amount)
    },
    async forget(limit, key) {
      await counterOf(limit).delete(key)
    },
  }
}

import type { Redis } from 'ioredis'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { createCountedLimiter } from './counted-limiter.ts'
import type { Limiter } from './limiter.ts'
import { createMemoryCounter } from './memory-limiter.ts'

const SECOND_MS = 1_000

/** Counts in Redis; while it is away this node counts for itself, so that a lost Redis opens no door. */
export function createRedisLimiter(client: Redis, installation: string): Limiter {
  return createCountedLimiter(
    (limit) =>
      new RateLimiterRedis({
        storeClient: client,
        keyPrefix: `biometrics-chat:limit:${installation}:${limit.name}`,
        points: limit.most,
        duration: limit.withinMs / SECOND_MS,
        rejectIfRedisNotReady: true,
        insuranceLimiter: createMemoryCounter(limit),
      }),
  )
}

import { RateLimiterMemory } from 'rate-limiter-flexible'
import { createCountedLimiter } from './counted-limiter.ts'
import type { Limit, Limiter } from './limiter.ts'

const SECOND_MS = 1_000

export function createMemoryLimiter(): Limiter {
  return createCountedLimiter(createMemoryCounter)
}

export function createMemoryCounter({ name, most, withinMs }: Limit): RateLimiterMemory {
  return new RateLimiterMemory({ keyPrefix: name, points: most, duration: withinMs / SECOND_MS })
}

import type { Clock } from '../clock/clock.ts'
import type { Bus } from '../delivery/bus.ts'
import { createMemoryBus } from '../delivery/memory-bus.ts'
import type { Limiter } from '../limits/limiter.ts'
import { createMemoryLimiter } from '../limits/memory-limiter.ts'

/** What the nodes of one installation share besides the database; a server that is alone has it in its memory. */
export interface SharedParts {
  bus: Bus
  limiter: Limiter
  stop(): Promise<void>
}

export interface SharedPartsOptions {
  redisUrl: string | null
  /** Names the installation: several may share a Redis. */
  installation: string
  clock: Clock
  log: { warn(words: string): void; error(error: unknown): void }
}

/** Redis is loaded only where it is configured; one that is away keeps no server from starting. */
export async function openSharedParts({ redisUrl, ...options }: SharedPartsOptions): Promise<SharedParts> {
  if (redisUrl !== null) {
    const { openRedisParts } = await import('./redis-parts.ts')
    return openRedisParts({ redisUrl, ...options })
  }
  const bus = createMemoryBus()
  return { bus, limiter: createMemoryLimiter(), stop: bus.stop }
}

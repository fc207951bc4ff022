import { ChatError } from '@biometrics/chat-protocol'
import type { AbuseLimitName, AbuseLimits } from './abuse-limits.ts'
import type { Limiter } from './limiter.ts'

/** Counts one more, and says when to come again where that is too many. Without limits everything may be done. */
export async function refuseTooMany(
  limiter: Limiter,
  limits: AbuseLimits | null,
  name: AbuseLimitName,
  key: string,
  amount?: number,
): Promise<void> {
  if (limits === null) return
  const retryAfterMs = await limiter.take(limits[name], key, amount)
  if (retryAfterMs === 0) return
  // Of what is measured, what was refused has not been had; something smaller may fit.
  if (amount !== undefined) await limiter.giveBack(limits[name], key, amount)
  throw new ChatError('rate_limited', undefined, { retryAfterMs })
}

import { ChatError } from '@biometrics/chat-protocol'
import type { Clock } from '../clock/clock.ts'
import type { AbuseLimits } from '../limits/abuse-limits.ts'
import type { Limiter } from '../limits/limiter.ts'
import { refuseTooMany } from '../limits/refuse-too-many.ts'

const SECOND_MS = 1_000
/** A few at once, so many in a minute, and so many for long. */
export const VISITORS_MESSAGES = [
  'messageBurstOfVisitor',
  'messagesOfVisitor',
  'messageSumOfVisitor',
] as const

/** Refuses too many messages of a visitor by throwing; whoever goes on regardless is not listened to for a while. */
export function guardVisitorsMessages(
  clock: Clock,
  limiter: Limiter,
  limits: AbuseLimits,
): (visitorId: string) => Promise<void> {
  /** When each is listened to again. */
  const muted = new Map<string, number>()
  const muteMs = limits.muteSeconds.most * SECOND_MS

  function mute(visitorId: string) {
    if (muted.has(visitorId)) return
    muted.set(visitorId, clock.now().getTime() + muteMs)
    clock.after(muteMs, () => muted.delete(visitorId))
  }

  return async (visitorId) => {
    const until = muted.get(visitorId)
    if (until !== undefined) {
      const retryAfterMs = Math.max(1, until - clock.now().getTime())
      throw new ChatError('rate_limited', undefined, { retryAfterMs })
    }
    try {
      for (const name of VISITORS_MESSAGES) await refuseTooMany(limiter, limits, name, visitorId)
    } catch (refusal) {
      if ((await limiter.take(limits.refusedMessagesOfVisitor, visitorId)) > 0) mute(visitorId)
      throw refusal
    }
  }
}

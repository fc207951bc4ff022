import { ChatError } from '@biometrics/chat-protocol'
import { nameOfAbuseLimit } from './abuse-limits.ts'
import type { Limit } from './limiter.ts'

const RETRY_AFTER_MS = 5_000

/** How much is going on at once, by whose it is. */
export interface UnderWay {
  /** Refuses by throwing where so much is under way already. */
  refuse(whose: string, limit: Limit): void
  /** Counts one more, until what is returned is called. */
  begin(whose: string): () => void
}

/** Each limit that is reached is told. */
export function countUnderWay(tell: (limit: string) => void): UnderWay {
  const counts = new Map<string, number>()
  return {
    refuse(whose, limit) {
      if ((counts.get(whose) ?? 0) < limit.most) return
      tell(nameOfAbuseLimit(limit) ?? limit.name)
      throw new ChatError('rate_limited', undefined, { retryAfterMs: RETRY_AFTER_MS })
    },
    begin(whose) {
      counts.set(whose, (counts.get(whose) ?? 0) + 1)
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        const left = (counts.get(whose) ?? 1) - 1
        if (left > 0) counts.set(whose, left)
        else counts.delete(whose)
      }
    },
  }
}

import { ChatError } from '@biometrics/chat-protocol'

const RETRY_AFTER_MS = 5_000

/** How much is going on at once, by whose it is. */
export interface UnderWay {
  /** Refuses by throwing where so much is under way already. */
  refuse(whose: string, most: number): void
  /** Counts one more, until what is returned is called. */
  begin(whose: string): () => void
}

export function countUnderWay(): UnderWay {
  const counts = new Map<string, number>()
  return {
    refuse(whose, most) {
      if ((counts.get(whose) ?? 0) >= most)
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

import type { Services } from '../services.ts'
import type { ConversationRow } from './commit-turn.ts'

/** Words that grow are told at most this often. */
const TOLD_EVERY_MS = 300
const PREVIEW_LENGTH = 2_000

/**
 * Shows that a bot is at work, and its words as they grow. They are a hint like all typing: stored nowhere, and gone with the
 * message that follows or with the end.
 */
export function showTyping(
  { deliver, clock }: Pick<Services, 'deliver' | 'clock'>,
  row: Pick<ConversationRow, 'id' | 'visitor_id'>,
) {
  let isShown = false
  let toldAt = 0
  const tell = (typing: boolean, preview?: string) => {
    isShown = typing
    const payload = {
      conversationId: row.id,
      senderId: 'bot',
      senderType: 'bot',
      typing,
      ...(preview !== undefined && { preview }),
    } as const
    deliver({ event: 'typing', payload, to: [{ visitor: row.visitor_id }] })
    deliver({ event: 'typing', payload, to: [{ watchers: row.id }] })
  }
  return {
    begin: () => tell(true),
    show(text: string) {
      const now = clock.now().getTime()
      if (now - toldAt < TOLD_EVERY_MS) return
      toldAt = now
      tell(true, text.slice(0, PREVIEW_LENGTH).toWellFormed())
    },
    end() {
      if (isShown) tell(false)
    },
  }
}

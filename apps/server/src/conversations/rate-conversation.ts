import { ChatError, type Conversation, type Payload } from '@biometrics/chat-protocol'
import { recordRating } from '../metrics/record-episodes.ts'
import type { VisitorSession } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'

/** Once per conversation; the same rating again is a repeat, not a second one. */
export function rateConversation(
  services: ChangeServices,
  session: VisitorSession,
  { conversationId, score, comment }: Payload<'conversation:rate'>,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, async (held, trx, now) => {
    const text = comment ?? null
    if (held.rating === score && held.rating_comment === text) return null
    if (held.rating !== null) throw new ChatError('already_rated')
    await recordRating(trx, conversationId, score)
    return { change: { rating: score, rating_comment: text, rated_at: now } }
  })
}

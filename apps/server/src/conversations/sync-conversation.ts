import { type Conversation, LIMITS, type Message } from '@biometrics/chat-protocol'
import { listMessages } from '../messages/list-messages.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { accessConversation } from './access-conversation.ts'
import { noteReading } from './note-reading.ts'
import { conversationFor } from './conversation-view.ts'

export interface SyncRequest {
  conversationId: string
  afterSeq: number
  beforeSeq?: number | undefined
  limit?: number | undefined
}

/** What lies after a position, oldest first; or, with `beforeSeq`, the newest below it. Only what this reader may see. */
export async function syncConversation(
  services: Pick<
    Services,
    'database' | 'epoch' | 'estimates' | 'fileLinks' | 'clock' | 'keptAddress' | 'limiter' | 'limits'
  >,
  session: Session,
  { conversationId, afterSeq, beforeSeq, limit = LIMITS.pageSizeDefault }: SyncRequest,
): Promise<{ conversation: Conversation; messages: Message[]; more: boolean; epoch: string }> {
  const { database, epoch, fileLinks } = services
  const row = await accessConversation(database, session, conversationId)
  await noteReading(services, session, row)
  const page = await listMessages(database, fileLinks, session, row, { afterSeq, beforeSeq, limit })
  return { conversation: conversationFor(services, session, row), ...page, epoch }
}

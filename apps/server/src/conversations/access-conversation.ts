import { ChatError } from '@biometrics/chat-protocol'
import type { Database, Queries } from '../database/database.ts'
import { ALL_EYES, eyesOf } from '../reach.ts'
import type { Session } from '../session.ts'
import {
  type ConversationRow,
  findConversation,
  type LockedConversation,
  lockConversation,
} from './conversation-store.ts'

/** The only way to a conversation: what a session may not see does not exist for it. */
export async function accessConversation(
  database: Pick<Database, 'prepared'>,
  session: Session,
  id: string,
): Promise<ConversationRow> {
  const row = await findConversation(database, id, eyesOf(session))
  return row ?? missing(id)
}

/** For the product itself, which speaks for nobody. */
export async function accessAny(database: Pick<Database, 'prepared'>, id: string): Promise<ConversationRow> {
  return (await findConversation(database, id, ALL_EYES)) ?? missing(id)
}

/** The same, held until the transaction ends. */
export async function accessForChange(
  trx: Queries,
  session: Session,
  id: string,
): Promise<LockedConversation> {
  const row = await lockConversation(trx, id, eyesOf(session))
  return row ?? missing(id)
}

export function missing(id: string): never {
  throw new ChatError('not_found', `There is no conversation ${id}.`, {
    fields: [{ path: 'conversationId', message: 'no such conversation' }],
  })
}

import { record } from '../audit/record.ts'
import { closeConversation } from '../conversations/close-conversation.ts'
import type { ChangeServices } from '../conversations/change-conversation.ts'
import { reachersOf } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { getPerson } from '../visitors/find-person.ts'
import { listConversationsOf, takeConversations, takePerson } from './person-store.ts'

type EraseServices = ChangeServices & Pick<Services, 'files' | 'hangUp' | 'keptAddress'>

/**
 * Erases a person with all that they have said and sent, and all that was said to them and of them. What is open is closed
 * first, so that routing, places and lists know. Their devices start anew. A backup still has it until it is thrown away.
 */
export async function erasePerson(
  services: EraseServices,
  session: AgentSession,
  visitorId: string,
): Promise<void> {
  const { database, deliver, files, hangUp } = services
  await getPerson(services, visitorId)
  for (const { id, is_open } of await listConversationsOf(database.query, visitorId))
    if (is_open) await closeConversation(services, session, id, false)
  const { conversations, gone } = await database.query.transaction().execute(async (trx) => {
    const found = await listConversationsOf(trx, visitorId)
    const ids = found.map(({ id }) => id)
    const taken = [...(await takeConversations(trx, ids)), ...(await takePerson(trx, visitorId))]
    return { conversations: found, gone: taken }
  })
  for (const conversation of conversations)
    deliver({ event: 'gone', payload: { conversationId: conversation.id }, to: reachersOf(conversation) })
  // The rows first: a file without one is found by nobody, a row without a file is a broken promise.
  for (const id of gone) await files.remove(id)
  hangUp({ visitor: visitorId })
  await record(services, session, { action: 'person.erased', objectId: visitorId })
}

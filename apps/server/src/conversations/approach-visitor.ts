import { ChatError, type Conversation } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import type { Queries } from '../database/database.ts'
import { findDefaultGroup } from '../groups/find-group.ts'
import { ALL_EYES } from '../reach.ts'
import { newMessageRow } from '../messages/new-message-row.ts'
import { recordStart } from '../metrics/record-episodes.ts'
import type { AgentSession } from '../session.ts'
import { requireVisitor } from '../visitors/read-profile.ts'
import { accessAny } from './access-conversation.ts'
import { insertAssignment } from './assignment-store.ts'
import { announceChange, type ChangeServices, writeChange } from './change-conversation.ts'
import { findDoor, insertConversation, lockConversation } from './conversation-store.ts'
import { conversationForAgent } from './conversation-view.ts'
import { beginningOf } from './start-conversation.ts'
import { toAgent } from './transitions.ts'

/**
 * An agent speaks to a visitor first: a conversation that is the agent's from the beginning, with the word in it. Who is
 * talking already is not begun with again.
 */
export async function approachVisitor(
  services: ChangeServices,
  session: AgentSession,
  visitorId: string,
  text: string,
): Promise<Conversation> {
  const now = services.clock.now()
  await requireVisitor(services, session, visitorId)
  const { changed, id } = await services.database.query.transaction().execute(async (trx) => {
    const door = await findDoor(trx, visitorId)
    if (!door) throw new ChatError('not_found', `There is no visitor ${visitorId}.`)
    if (door.open_id !== null)
      throw new ChatError('already_assigned', 'There is an open conversation with this visitor already.')
    const groupId = await groupFor(trx, session)
    const { id } = await insertConversation(trx, {
      id: uuid(),
      app_uuid: door.app_uuid,
      visitor_id: visitorId,
      client_id: `agent:${uuid()}`,
      subject: null,
      prechat: {},
      group_id: groupId,
      page_hours: null,
      is_message: false,
      waits_for_opening: false,
      skills: [],
      language: null,
      due_at: null,
      visitor_until: null,
      created_at: now,
    })
    await insertAssignment(trx, beginningOf(id, groupId, now))
    await recordStart(trx, { conversationId: id, appUuid: door.app_uuid, groupId, at: now, byBot: false })
    const held = await lockConversation(trx, id, ALL_EYES)
    if (!held) throw new Error('a conversation that was just made is not there')
    const said = {
      conversationId: id,
      clientId: uuid(),
      type: 'text' as const,
      content: { text },
    }
    const decision = {
      change: toAgent(held, session.agentId, now),
      why: { reason: 'taken', by: session } as const,
      messages: [newMessageRow(session, said, now)],
    }
    return { id, changed: await writeChange(trx, held, decision, now, 'everyone') }
  })
  const row = await accessAny(services.database, id)
  await announceChange(services, changed, row)
  return conversationForAgent(services, row)
}

/** The default group; for somebody whose it is not, one of theirs. */
async function groupFor(trx: Queries, { onlyGroups }: AgentSession): Promise<string | null> {
  const groupId = await findDefaultGroup(trx)
  if (onlyGroups === null || (groupId !== null && onlyGroups.includes(groupId))) return groupId
  return onlyGroups[0] ?? null
}

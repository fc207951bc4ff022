import { ChatError, type Conversation, type Payload } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { findAgentName } from '../agents/find-agent.ts'
import { groupExists } from '../groups/find-group.ts'
import type { NewMessageRow } from '../messages/message-row.ts'
import type { AgentSession } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'

/** To a colleague, who has it at once, or to the queue of a group; the note is for agents only. */
export function transferConversation(
  services: ChangeServices,
  session: AgentSession,
  { conversationId, toAgentId, toGroupId, note }: Payload<'conversation:transfer'>,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, async (held, trx, now) => {
    if (held.status === 'closed') throw new ChatError('conversation_closed')
    const written = note === undefined ? {} : { note: noteRow(session, conversationId, note, now) }
    if (toAgentId !== undefined) {
      if ((await findAgentName(trx, toAgentId)) === null) refuse('toAgentId', 'no such agent')
      const change = { agent_id: toAgentId, status: 'active', assigned_at: now, queued_at: null } as const
      return { change, ...written }
    }
    const groupId = toGroupId ?? refuse('toGroupId', 'name a group')
    if (!(await groupExists(trx, groupId))) refuse('toGroupId', 'no such group')
    const change = {
      agent_id: null,
      group_id: groupId,
      status: 'queued',
      assigned_at: null,
      queued_at: now,
    } as const
    return { change, ...written }
  })
}

function refuse(path: string, message: string): never {
  throw new ChatError('not_found', `${path}: ${message}.`, { fields: [{ path, message }] })
}

function noteRow(session: AgentSession, conversationId: string, text: string, now: Date): NewMessageRow {
  return {
    id: uuid(),
    conversation_id: conversationId,
    client_id: null,
    for_visitor: null,
    sender_id: session.agentId,
    sender_type: 'agent',
    sender_name: session.name,
    type: 'text',
    content: { text },
    visibility: 'note',
    reply_to: null,
    created_at: now,
  }
}

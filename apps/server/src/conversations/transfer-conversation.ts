import { ChatError, type Conversation, type Payload } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { type AgentLoad, findAgentLoad } from '../agents/find-agent.ts'
import type { Queries } from '../database/database.ts'
import { findGroupName } from '../groups/find-group.ts'
import type { NewMessageRow } from '../messages/message-row.ts'
import { systemMessage } from '../messages/system-message.ts'
import { mayAnswerFor } from '../reach.ts'
import type { AgentSession } from '../session.ts'
import { type ChangeServices, changeConversation, type Decision } from './change-conversation.ts'
import { frontOfQueue, type LockedConversation, rankOf } from './conversation-store.ts'
import { toAgent, toQueue } from './transitions.ts'

type Transfer = Payload<'conversation:transfer'>

/**
 * To a colleague, who has it at once, or to the queue of a group, ahead of those as urgent who come after; the note is for
 * agents only. With `ifAvailable` a colleague who is full or not there is refused, so that one can ask first.
 */
export function transferConversation(
  services: ChangeServices,
  session: AgentSession,
  transfer: Transfer,
): Promise<Conversation> {
  const { conversationId, toAgentId, note } = transfer
  return changeConversation(services, session, conversationId, async (held, trx, now) => {
    if (held.status === 'closed') throw new ChatError('conversation_closed')
    const notes = note === undefined ? [] : [noteRow(session, conversationId, note, now)]
    const decision =
      toAgentId === undefined
        ? await handToGroup(trx, held, session, transfer, now)
        : await handToAgent(trx, held, session, toAgentId, transfer, now)
    return { ...decision, messages: [...notes, ...(decision.messages ?? [])] }
  })
}

async function handToAgent(
  trx: Queries,
  held: LockedConversation,
  session: AgentSession,
  agentId: string,
  { ifAvailable, note }: Transfer,
  now: Date,
): Promise<NonNullable<Decision>> {
  const agent = (await findAgentLoad(trx, agentId, now)) ?? refuse('toAgentId', 'no such agent')
  if (!mayAnswerFor(agent, held.group_id))
    throw new ChatError('out_of_reach', `${agent.name} reaches conversations of their own groups only.`, {
      fields: [{ path: 'toAgentId', message: 'does not reach conversations of this group' }],
    })
  if (ifAvailable === true && held.agent_id !== agentId) refuseUnavailable(agent)
  const isHandOver = held.agent_id !== agentId
  return {
    change: toAgent(held, agentId, now),
    why: { reason: held.agent_id === null ? 'assigned' : 'transferred', by: session, detail: note ?? null },
    ...(isHandOver && held.agent_id !== null && { messages: [told(held, agent.name, now)] }),
  }
}

async function handToGroup(
  trx: Queries,
  held: LockedConversation,
  session: AgentSession,
  { toGroupId, note }: Transfer,
  now: Date,
): Promise<NonNullable<Decision>> {
  const groupId = toGroupId ?? refuse('toGroupId', 'name a group')
  const name = (await findGroupName(trx, groupId)) ?? refuse('toGroupId', 'no such group')
  const { priority } = held
  return {
    change: toQueue(
      { groupId, rankAt: await frontOfQueue(trx, groupId, rankOf(priority, now), priority) },
      now,
    ),
    why: { reason: 'transferred', by: session, detail: note ?? null },
    ...(held.group_id !== groupId && { messages: [told(held, name, now)] }),
  }
}

function refuseUnavailable({ name, status, activeChats, maxChats }: AgentLoad): void {
  const load = `${activeChats} of ${maxChats} conversations`
  if (status !== 'online') throw new ChatError('agent_unavailable', `${name} is ${status} (${load}).`)
  if (activeChats >= maxChats) throw new ChatError('agent_unavailable', `${name} is full (${load}).`)
}

/** The one friendly word that the visitor reads. */
function told({ id }: LockedConversation, to: string, now: Date): NewMessageRow {
  return systemMessage(
    id,
    { message: `You are being connected with ${to}.`, event: 'transferred', data: { to } },
    now,
  )
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

import { findAgentPresence } from '../agents/find-agent.ts'
import { touchAgents } from '../agents/touch-agents.ts'
import type { Queries } from '../database/database.ts'
import { mayAnswerFor } from '../reach.ts'
import type { Decision, Why } from './change-conversation.ts'
import { frontOfQueue, type LockedConversation, rankOf } from './conversation-store.ts'
import { toAgent, toQueue } from './transitions.ts'

/** Back to the agent who had it, if that one is online with a free slot and its group is still one of theirs; else to the front of its queue. */
export async function returnToAgent(
  trx: Queries,
  held: LockedConversation,
  why: Why,
  now: Date,
): Promise<NonNullable<Decision>> {
  const agentId = held.agent_id
  if (agentId !== null && (await hasRoom(trx, agentId, held.group_id, now)))
    return { change: toAgent(held, agentId, now), why }
  const rankAt = await frontOfQueue(trx, held.group_id, rankOf(held.priority, now), held.priority)
  return { change: toQueue({ groupId: held.group_id, rankAt }, now), why }
}

async function hasRoom(trx: Queries, agentId: string, groupId: string | null, now: Date): Promise<boolean> {
  // Held before it is counted, or two would find the same slot.
  await touchAgents(trx, new Set([agentId]), now)
  const agent = await findAgentPresence(trx, agentId, now)
  return agent?.status === 'online' && agent.activeChats < agent.maxChats && mayAnswerFor(agent, groupId)
}

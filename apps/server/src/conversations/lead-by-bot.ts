import type { Queries } from '../database/database.ts'
import type { Decision } from './change-conversation.ts'
import {
  type ConversationChange,
  type LockedConversation,
  readRank,
  updateConversation,
} from './conversation-store.ts'
import { toBot, toClosed, toQueue } from './transitions.ts'

/** Takes a conversation that has just begun out of the queue: a bot answers first. */
export async function leadByBot(trx: Queries, id: string): Promise<void> {
  await updateConversation(trx, id, toBot())
}

/** Whether a bot may speak: nobody has taken it, and it waits for nobody. */
export function isLedByBot({ status, agent_id }: Pick<LockedConversation, 'status' | 'agent_id'>): boolean {
  return status === 'active' && agent_id === null
}

/** What a bot wants besides speaking. */
export interface BotWish {
  /** Why people shall answer from here, and whether they can only later; null: the bot goes on. */
  handOver: { reason: string; isMessage: boolean } | null
  close: { resolved: boolean } | null
  groupId: string | null
  tags: readonly string[]
}

/** The part of a turn that changes the conversation; people get it as if it had come now. */
export async function decideForBot(
  trx: Queries,
  held: LockedConversation,
  wish: BotWish,
  now: Date,
): Promise<NonNullable<Decision>> {
  const groupId = wish.groupId ?? held.group_id
  const change: ConversationChange = {
    ...(wish.groupId !== null && { group_id: groupId }),
    ...(wish.tags.length > 0 && { tags: [...new Set([...held.tags, ...wish.tags])] }),
  }
  if (wish.handOver !== null) {
    const rankAt = await readRank(trx, held.priority, now)
    return {
      change: {
        ...change,
        ...toQueue({ groupId, rankAt }, now),
        is_message: wish.handOver.isMessage,
        waits_for_opening: wish.handOver.isMessage,
      },
      why: { reason: 'released', detail: `bot: ${wish.handOver.reason}` },
    }
  }
  if (wish.close !== null) {
    return {
      change: { ...change, ...toClosed('agent', wish.close.resolved, now) },
      why: { reason: 'closed', detail: 'bot' },
    }
  }
  return { change }
}

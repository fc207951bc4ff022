import type { ClosedReason } from '@biometrics/chat-protocol'
import type { ConversationChange, LockedConversation } from './conversation-store.ts'

/** Where a conversation can be, each with all that goes with it, so that nothing of an earlier place is left behind. */

const NOWHERE = {
  queued_at: null,
  rank_at: null,
  snoozed_until: null,
  parked_at: null,
  visitor_until: null,
  closed_at: null,
  closed_reason: null,
  resolved: null,
  estimated_seconds: null,
  avoid_agent_id: null,
} as const satisfies ConversationChange

export interface QueuePlaceRow {
  groupId: string | null
  /** Who shall not get it again at once. */
  avoid?: string | null
  /** Its place in the order of the queue; see `rank_delay` in the migrations. */
  rankAt: Date
}

export function toQueue({ groupId, rankAt, avoid = null }: QueuePlaceRow, now: Date): ConversationChange {
  return {
    ...NOWHERE,
    status: 'queued',
    group_id: groupId,
    agent_id: null,
    assigned_at: null,
    assigned_seq: null,
    queued_at: now,
    rank_at: rankAt,
    avoid_agent_id: avoid,
  }
}

export function toAgent(held: LockedConversation, agentId: string, now: Date): ConversationChange {
  return {
    ...NOWHERE,
    status: 'active',
    agent_id: agentId,
    assigned_at: now,
    assigned_seq: held.last_seq,
    is_message: false,
    waits_for_opening: false,
  }
}

/** A bot answers first: nobody's, and in no queue. */
export function toBot(): ConversationChange {
  return {
    ...NOWHERE,
    status: 'active',
    agent_id: null,
    is_message: false,
    waits_for_opening: false,
    due_at: null,
  }
}

/** Its agent stays named, and has it again when it wakes. */
export function toSnoozed(until: Date | null): ConversationChange {
  return { ...NOWHERE, status: 'snoozed', snoozed_until: until }
}

/** The agent stays named as the one who had it. */
export function toClosed(
  reason: ClosedReason,
  resolved: boolean | null,
  now: Date,
  form?: Record<string, unknown>,
): ConversationChange {
  return {
    ...NOWHERE,
    status: 'closed',
    closed_at: now,
    closed_reason: reason,
    queue_told: false,
    resolved,
    ...(form && { closing_form: JSON.stringify(form) }),
  }
}

/** Whether it takes one of its agent's slots. */
export function isBorne(row: Pick<LockedConversation, 'status' | 'parked_at' | 'agent_id'>): boolean {
  return row.status === 'active' && row.parked_at === null && row.agent_id !== null
}

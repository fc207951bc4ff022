import type { AssignmentReason } from '@biometrics/chat-protocol'
import type { Selectable } from 'kysely'
import type { EpisodeTable } from '../database/metrics-tables.ts'

/** With what comes from messages and ratings. */
export type EpisodeRow = Selectable<EpisodeTable>
/** What only messages and ratings say. */
type Settled =
  | 'response_seconds'
  | 'open_response_seconds'
  | 'from_visitor'
  | 'from_agents'
  | 'from_bots'
  | 'rating'
/** One time that a conversation was begun, or begun again, until it was closed: as its history tells of it. */
export type Episode = Omit<EpisodeRow, Settled>

/** One line of a conversation's history. */
export interface EpisodeEvent {
  conversationId: string
  at: Date
  reason: AssignmentReason
  toAgentId: string | null
  toGroupId: string | null
  detail: string | null
  estimatedSeconds: number | null
  wasMessage: boolean
  resolved: boolean | null
}

export interface Beginning {
  conversationId: string
  appUuid: string
  groupId: string | null
  at: Date
  byBot: boolean
}

export const SLOT_MS = 900_000
const BOT_DETAIL = /^bot\b/

export function beginEpisode(start: Beginning, number = 1): Episode {
  return {
    conversation_id: start.conversationId,
    number,
    app_uuid: start.appUuid,
    group_id: start.groupId,
    agent_id: null,
    started_at: start.at,
    slot: Math.floor(start.at.getTime() / SLOT_MS),
    by_bot: start.byBot,
    handed_over: false,
    // Nobody waits for a person while a bot answers.
    queued_at: start.byBot ? null : start.at,
    wait_ended_at: null,
    waited_seconds: null,
    estimated_seconds: null,
    was_message: false,
    assigned_at: null,
    transfers: 0,
    missed: 0,
    snoozed_at: null,
    snoozed_seconds: 0,
    closed_at: null,
    closed_by: null,
    resolved: null,
    duration_seconds: null,
    reopened_at: null,
  }
}

/**
 * What an event makes of the last episode: itself, changed, or that and a new one. The same for what happens now and for
 * what is read from the history, so both come to the same.
 */
export function advance(last: Episode, event: EpisodeEvent): Episode[] {
  if (event.reason === 'started') return [last]
  if (last.closed_at !== null) {
    if (event.reason !== 'reopened') return [last]
    const begun = beginEpisode(
      {
        conversationId: last.conversation_id,
        appUuid: last.app_uuid,
        groupId: event.toGroupId,
        at: event.at,
        byBot: false,
      },
      last.number + 1,
    )
    return [{ ...last, reopened_at: event.at }, move(begun, event)]
  }
  return [move(last, event)]
}

function move(before: Episode, event: EpisodeEvent): Episode {
  const after = { ...wake(before, event), group_id: event.toGroupId }
  if (event.reason === 'transferred') after.transfers += 1
  if (event.reason === 'offer_timeout') after.missed += 1
  if (event.reason === 'closed' || event.reason === 'abandoned') return close(after, event)
  if (event.reason === 'snoozed') return { ...hand(after, event), snoozed_at: event.at }
  if (event.toAgentId !== null) return hand(after, event)
  const handedOver = event.reason === 'released' && BOT_DETAIL.test(event.detail ?? '')
  return {
    ...after,
    handed_over: after.handed_over || handedOver,
    queued_at: after.queued_at ?? (after.assigned_at === null ? event.at : null),
  }
}

/** Whatever happens to what was put aside ends that, but that it is put aside for longer. */
function wake(before: Episode, { at }: EpisodeEvent): Episode {
  if (before.snoozed_at === null) return { ...before }
  return {
    ...before,
    snoozed_at: null,
    snoozed_seconds: before.snoozed_seconds + secondsBetween(before.snoozed_at, at),
  }
}

function hand(before: Episode, event: EpisodeEvent): Episode {
  const isFirst = before.assigned_at === null
  return {
    ...(isFirst ? endWait(before, event) : before),
    agent_id: event.toAgentId,
    assigned_at: before.assigned_at ?? event.at,
  }
}

function close(before: Episode, event: EpisodeEvent): Episode {
  const isWaiting = before.assigned_at === null && before.queued_at !== null
  return {
    ...(isWaiting ? endWait(before, event) : before),
    closed_at: event.at,
    closed_by: closedBy(event),
    resolved: event.resolved,
    duration_seconds:
      before.assigned_at === null
        ? null
        : Math.max(0, secondsBetween(before.assigned_at, event.at) - before.snoozed_seconds),
  }
}

function endWait(before: Episode, event: EpisodeEvent): Episode {
  if (before.queued_at === null) return before
  return {
    ...before,
    wait_ended_at: event.at,
    waited_seconds: secondsBetween(before.queued_at, event.at),
    estimated_seconds: event.estimatedSeconds,
    was_message: event.wasMessage,
  }
}

function closedBy({ reason, detail }: EpisodeEvent): string {
  return reason === 'abandoned' ? 'abandoned' : (detail ?? 'agent')
}

/** Whole seconds. */
export function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1_000))
}

import type { EpisodeRow as Counted } from './episode.ts'

/*
 * What each figure of an episode is: the one place that says it, as docs/metrics.md does in words. `COUNTED_BY` in
 * `report-store.ts` says the same in SQL, and a test compares the two.
 */

/** A reopening within so many days takes a resolution back. */
export const TAKEN_BACK_DAYS = 7
const DAY_MS = 86_400_000
const GOOD = 4

/** Seconds in the queue until the first agent, or until the end without one; null: it waits, or never did. */
export function waitTime({ waited_seconds, was_message }: Counted): number | null {
  return was_message ? null : waited_seconds
}

/** Seconds from the first agent to the first word of a person. */
export function firstResponse({ response_seconds }: Counted): number | null {
  return response_seconds
}

/** The same, without the time outside hours. */
export function firstResponseInHours({ open_response_seconds }: Counted): number | null {
  return open_response_seconds
}

/** Seconds from the first agent to the end, without the time it was put aside. */
export function chatDuration({ duration_seconds }: Counted): number | null {
  return duration_seconds
}

/** By how many seconds the first estimate missed the wait. */
export function estimateError({ estimated_seconds, assigned_at, ...episode }: Counted): number | null {
  const waited = waitTime({ estimated_seconds, assigned_at, ...episode })
  if (waited === null || estimated_seconds === null || assigned_at === null) return null
  return Math.abs(estimated_seconds - waited)
}

/** What was said, by whomever; notes and what the product says do not count. */
export function messageCount({ from_visitor, from_agents, from_bots }: Counted): number {
  return from_visitor + from_agents + from_bots
}

export function isClosed({ closed_at }: Counted): boolean {
  return closed_at !== null
}

/** Closed while it waited for the first agent. */
export function isAbandoned({ closed_at, assigned_at, queued_at }: Counted): boolean {
  return closed_at !== null && assigned_at === null && queued_at !== null
}

/** Closed as resolved, by somebody who answered, and not opened again soon after. */
export function isResolved(episode: Counted): boolean {
  const { closed_at, resolved, reopened_at } = episode
  if (closed_at === null || resolved !== true || isAbandoned(episode)) return false
  return reopened_at === null || reopened_at.getTime() - closed_at.getTime() >= TAKEN_BACK_DAYS * DAY_MS
}

export function isMissed({ missed }: Counted): boolean {
  return missed > 0
}

export function isTransferred({ transfers }: Counted): boolean {
  return transfers > 0
}

/** A bot answered first. */
export function isByBot({ by_bot }: Counted): boolean {
  return by_bot
}

/** A bot answered first and no person had to. */
export function isSolvedByBot({ by_bot, handed_over, assigned_at, closed_at }: Counted): boolean {
  return by_bot && !handed_over && assigned_at === null && closed_at !== null
}

export function isRated({ rating }: Counted): boolean {
  return rating !== null
}

/** Four or five of five. */
export function isSatisfied({ rating }: Counted): boolean {
  return rating !== null && rating >= GOOD
}

export type { Counted }

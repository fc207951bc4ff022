import type { LockedConversation } from './conversation-store.ts'

/** What a group wants done in time, and the installation; null: never. */
export interface Rules {
  skills: string[]
  match_language: boolean
  relax_after_seconds: number | null
  overflow_group_id: string | null
  overflow_after_minutes: number | null
  overflow_when_nobody_online: boolean
  offer_timeout_minutes: number | null
  silence_minutes: number | null
  auto_close_minutes: number | null
  answered_keep_minutes: number
}

/** What was said since the agent has it, as far as somebody has looked. */
export interface Words {
  /** The agent has answered. */
  isAnswered: boolean
  /** Since when the visitor has owed a word; null: it is not the visitor's turn. */
  silentSince: Date | null
  /** The visitor has been told that it is about to be closed. */
  isWarned: boolean
}

/** The visitor is told so long before it is closed for want of a word. */
export const WARN_BEFORE_MS = 60_000
/** Who gave it back does not get it again for so long, where the group says nothing. */
const AVOID_MS = 120_000
const MINUTE_MS = 60_000

type Row = Pick<
  LockedConversation,
  | 'status'
  | 'queued_at'
  | 'assigned_at'
  | 'snoozed_until'
  | 'parked_at'
  | 'skills'
  | 'language'
  | 'avoid_agent_id'
>

/**
 * The next moment at which something may have to be done; then somebody looks (`look-after.ts`), and it is set anew. So a
 * message need not touch it: whoever looks too early finds what was said meanwhile.
 */
export function nextDue(row: Row, rules: Rules, now: Date, words: Words | null = null): Date | null {
  const moments = momentsOf(row, rules, now, words).filter((moment) => moment !== null)
  return moments.length === 0 ? null : new Date(Math.min(...moments.map((moment) => moment.getTime())))
}

function momentsOf(row: Row, rules: Rules, now: Date, words: Words | null): (Date | null)[] {
  switch (row.status) {
    case 'closed':
      return []
    case 'snoozed':
      return [row.snoozed_until]
    case 'queued':
      return [relaxAt(row, rules, now), overflowAt(row, rules, now)]
    case 'active':
      return [offerEnd(row, rules, words), ...silenceEnds(row, rules, now, words)]
  }
}

function relaxAt(row: Row, rules: Rules, now: Date): Date | null {
  const asks =
    row.skills.length > 0 || row.language !== null || rules.skills.length > 0 || rules.match_language
  const relaxMs = rules.relax_after_seconds === null ? null : rules.relax_after_seconds * 1_000
  const moments = [asks ? relaxMs : null, row.avoid_agent_id === null ? null : (relaxMs ?? AVOID_MS)]
    .filter((ms) => ms !== null)
    .map((ms) => after(row.queued_at, ms))
    .filter((moment) => moment !== null && moment > now)
  return moments[0] ?? null
}

function overflowAt(row: Row, rules: Rules, now: Date): Date | null {
  if (rules.overflow_group_id === null) return null
  if (rules.overflow_when_nobody_online) return now
  return rules.overflow_after_minutes === null
    ? null
    : after(row.queued_at, rules.overflow_after_minutes * MINUTE_MS)
}

export function offerEnd(row: Row, rules: Rules, words: Words | null): Date | null {
  if (rules.offer_timeout_minutes === null || words?.isAnswered === true) return null
  return after(row.assigned_at, rules.offer_timeout_minutes * MINUTE_MS)
}

/** Where it is not the visitor's turn: the earliest that it can be too long, should the agent speak now. */
function silenceEnds(row: Row, rules: Rules, now: Date, words: Words | null): (Date | null)[] {
  const since = words === null ? row.assigned_at : (words.silentSince ?? now)
  const { silence_minutes: silence, auto_close_minutes: autoClose } = rules
  const warnMs = words?.isWarned === true ? 0 : WARN_BEFORE_MS
  return [
    silence !== null && row.parked_at === null ? after(since, silence * MINUTE_MS) : null,
    autoClose !== null ? after(since, Math.max(0, autoClose * MINUTE_MS - warnMs)) : null,
  ]
}

function after(from: Date | null, ms: number): Date | null {
  return from && new Date(from.getTime() + ms)
}

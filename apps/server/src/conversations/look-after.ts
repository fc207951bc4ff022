import { findAgentPresence } from '../agents/find-agent.ts'
import type { Queries } from '../database/database.ts'
import { systemMessage } from '../messages/system-message.ts'
import { accessAny } from './access-conversation.ts'
import { announceChange, type ChangeServices, changeHeld, type Decision } from './change-conversation.ts'
import { frontOfQueue, type LockedConversation, rankOf } from './conversation-store.ts'
import { nextDue, offerEnd, type Rules, type Words } from './due.ts'
import { isAnswered, isAnybodyOnline, lastWords, readRules, setDue } from './due-store.ts'
import { returnToAgent } from './return-to-agent.ts'
import { toClosed, toQueue } from './transitions.ts'

const MINUTE_MS = 60_000
/** The visitor's and the agent's last words are among so many; the rest is what the product said. */
const WORDS_READ = 20

/** Something may have to be done with a conversation: does it, and sets when to look again. */
export async function lookAfter(services: ChangeServices, id: string): Promise<void> {
  let groupId: string | null = null
  const changed = await changeHeld(services, id, async (held, trx, now) => {
    if (held.due_at === null || held.due_at > now) return null
    const rules = await readRules(trx, held.group_id)
    const { decision, again } = await decide(trx, held, rules, now)
    if (decision === null || !decision.why) await setDue(trx, id, again && later(again, now))
    if (held.status === 'queued') groupId = held.group_id
    return decision
  })
  if (changed) await announceChange(services, changed, await accessAny(services.database, id))
  // Perhaps less is asked for now than before.
  else if (groupId !== null) void services.router.routeGroup(groupId)
}

/** Who left the queue for too long has given up the place. */
export async function closeAbandoned(services: ChangeServices, id: string): Promise<void> {
  const changed = await changeHeld(services, id, (held, _trx, now) => {
    if (held.status !== 'queued' || held.visitor_until === null || held.visitor_until > now) return null
    return { change: toClosed('abandoned', false, now), why: { reason: 'abandoned' } }
  })
  if (changed) await announceChange(services, changed, await accessAny(services.database, id))
}

interface Look {
  decision: Decision
  /** When to look again, where nothing moved. */
  again: Date | null
}

async function decide(trx: Queries, held: LockedConversation, rules: Rules, now: Date): Promise<Look> {
  switch (held.status) {
    case 'closed':
      return { decision: null, again: null }
    case 'snoozed':
      if (held.snoozed_until === null || held.snoozed_until > now)
        return { decision: null, again: held.snoozed_until }
      return { decision: await returnToAgent(trx, held, { reason: 'woken' }, now), again: null }
    case 'queued':
      return { decision: await overflow(trx, held, rules, now), again: againInQueue(held, rules, now) }
    case 'active':
      return lookAtActive(trx, held, rules, now)
  }
}

/** To another group, when it takes too long here or nobody is here; there ahead of those as urgent who come after. */
async function overflow(trx: Queries, held: LockedConversation, rules: Rules, now: Date): Promise<Decision> {
  const { overflow_group_id: groupId, overflow_after_minutes: minutes } = rules
  if (groupId === null || held.queued_at === null) return null
  const isTooLong = minutes !== null && now.getTime() - held.queued_at.getTime() >= minutes * MINUTE_MS
  const isNobodyHere = rules.overflow_when_nobody_online && !(await isAnybodyOnline(trx, held.group_id, now))
  // Where nobody is either, nothing would be better.
  if (!isTooLong && !(isNobodyHere && (await isAnybodyOnline(trx, groupId, now)))) return null
  const rankAt = await frontOfQueue(trx, groupId, rankOf(held.priority, held.queued_at), held.priority)
  const { visitor_until, estimated_seconds } = held
  return {
    change: { ...toQueue({ groupId, rankAt }, now), visitor_until, estimated_seconds },
    why: { reason: 'overflow', detail: isTooLong ? 'waited' : 'nobody_online' },
  }
}

function againInQueue(held: LockedConversation, rules: Rules, now: Date): Date | null {
  // That nobody is here is looked at when somebody goes.
  return nextDue(held, { ...rules, overflow_when_nobody_online: false }, now)
}

async function lookAtActive(trx: Queries, held: LockedConversation, rules: Rules, now: Date): Promise<Look> {
  const words = await readWords(trx, held)
  const gone = await lookAtAgent(trx, held, rules, words, now)
  if (gone.decision) return gone
  // The visitor has written again.
  if (held.parked_at !== null && words.silentSince === null)
    return { decision: { change: { parked_at: null }, why: { reason: 'resumed' } }, again: null }
  const offerEndsAt = offerEnd(held, rules, words)
  if (offerEndsAt && offerEndsAt <= now)
    return { decision: await giveBack(trx, held, 'offer_timeout', now), again: null }
  const decision = silence(held, rules, words, now)
  if (decision) return { decision, again: nextDue(held, rules, now, { ...words, isWarned: true }) }
  const again = [gone.again, nextDue(held, rules, now, words)].filter((moment) => moment !== null)
  return { decision: null, again: again.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null }
}

/** An agent who is gone gives back what waits for an answer at once, and what was answered after a while. */
async function lookAtAgent(
  trx: Queries,
  held: LockedConversation,
  rules: Rules,
  words: Words,
  now: Date,
): Promise<Look> {
  const agent = held.agent_id === null ? null : await findAgentPresence(trx, held.agent_id, now)
  const wasThere = agent?.since && held.assigned_at && held.assigned_at <= agent.since
  // Who got it when they were gone already was chosen by somebody who knew.
  if (agent?.status !== 'offline' || !agent.since || !wasThere) return { decision: null, again: null }
  const keepMs = rules.answered_keep_minutes * MINUTE_MS
  const keptUntil = new Date((agent.isConnected ? now : agent.since).getTime() + keepMs)
  if (words.isAnswered && keptUntil > now) return { decision: null, again: keptUntil }
  return { decision: await giveBack(trx, held, 'agent_offline', now), again: null }
}

/** To the front of its queue; who let it wait does not get it again at once. */
async function giveBack(
  trx: Queries,
  held: LockedConversation,
  reason: 'agent_offline' | 'offer_timeout',
  now: Date,
): Promise<NonNullable<Decision>> {
  const rankAt = await frontOfQueue(trx, held.group_id, rankOf(held.priority, now))
  const message = 'Your agent had to leave. You are back at the front of the queue.'
  return {
    change: toQueue(
      { groupId: held.group_id, rankAt, avoid: reason === 'offer_timeout' ? held.agent_id : null },
      now,
    ),
    why: { reason },
    // Of an agent who never said a word the visitor knows nothing that could surprise them.
    ...(reason === 'agent_offline' && {
      messages: [systemMessage(held.id, { message, event: 'agent_left' }, now)],
    }),
  }
}

/** What a visitor's silence leads to: it does not count any more, then a word, then it is closed. */
function silence(held: LockedConversation, rules: Rules, words: Words, now: Date): Decision {
  if (words.silentSince === null) return null
  const silentMs = now.getTime() - words.silentSince.getTime()
  const { silence_minutes: silenceMinutes, auto_close_minutes: autoClose } = rules
  if (autoClose !== null && silentMs >= autoClose * MINUTE_MS && words.isWarned)
    return { change: toClosed('silence', null, now), why: { reason: 'closed', detail: 'silence' } }
  if (silenceMinutes !== null && held.parked_at === null && silentMs >= silenceMinutes * MINUTE_MS)
    return { change: { parked_at: now }, why: { reason: 'parked' } }
  if (autoClose !== null && !words.isWarned && silentMs >= (autoClose - 1) * MINUTE_MS) {
    const message = 'Are you still there? Without an answer this conversation will be closed soon.'
    return { change: {}, messages: [systemMessage(held.id, { message, event: 'closing_soon' }, now)] }
  }
  return null
}

async function readWords(trx: Queries, held: LockedConversation): Promise<Words> {
  const words = await lastWords(trx, held.id, WORDS_READ)
  const last = words.find(({ sender_type }) => sender_type !== 'system')
  const isVisitorsTurn = last !== undefined && last.sender_type !== 'user'
  return {
    isAnswered: await isAnswered(trx, held.id, held.agent_id, held.assigned_seq ?? 0),
    silentSince: isVisitorsTurn ? last.created_at : null,
    isWarned: words.some(({ seq, event }) => event === 'closing_soon' && seq > (last?.seq ?? 0)),
  }
}

/** Never now again, which would be for ever. */
function later(moment: Date, now: Date): Date {
  return moment > now ? moment : new Date(now.getTime() + MINUTE_MS)
}

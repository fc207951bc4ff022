import type { AssignmentReason, Conversation } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { announceLoad } from '../agents/announce-agent.ts'
import { touchAgents } from '../agents/touch-agents.ts'
import type { Queries } from '../database/database.ts'
import { announceMessage } from '../messages/announce-message.ts'
import { mayMention, tellMentions } from '../mentions/tell-mentions.ts'
import { type Appended, appendMessage } from '../messages/append-message.ts'
import { recordEvent, recordGroup } from '../metrics/record-episodes.ts'
import type { NewMessageRow } from '../messages/message-row.ts'
import { ALL_EYES } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AgentSession, Session } from '../session.ts'
import { accessAny, accessForChange } from './access-conversation.ts'
import { announceAssignment, announceConversation, announceLoss } from './announce-conversation.ts'
import { type AssignmentRow, insertAssignment } from './assignment-store.ts'
import { eventOf } from './assignment-view.ts'
import {
  type ConversationChange,
  type ConversationRow,
  type LockedConversation,
  lockConversation,
  updateConversation,
} from './conversation-store.ts'
import { nextDue } from './due.ts'
import { readRules } from './due-store.ts'
import { conversationFor } from './conversation-view.ts'
import { isBorne } from './transitions.ts'

export type ChangeServices = Pick<
  Services,
  'database' | 'clock' | 'deliver' | 'activity' | 'router' | 'estimates' | 'visitorPresence' | 'fileLinks'
>

/** Why a conversation moves, and by whom; nobody: by itself. */
export interface Why {
  reason: AssignmentReason
  by?: AgentSession | null
  detail?: string | null
}

/**
 * What an action decides while it holds the conversation: null leaves it as it is. Whatever changes its agent, its group or
 * whether it takes a slot says why.
 */
export type Decision = { change: ConversationChange; why?: Why; messages?: NewMessageRow[] } | null
type Decide = (held: LockedConversation, trx: Queries, now: Date) => Decision | Promise<Decision>
type Who = 'everyone' | 'agents'

/** What is to be told once it is committed. */
export interface Changed {
  before: LockedConversation
  after: LockedConversation
  who: Who
  line: AssignmentRow | null
  messages: Appended[]
}

/** Every change of a conversation: hold it, decide, write, and tell the world after commit. */
export async function changeConversation(
  services: ChangeServices,
  session: Session,
  id: string,
  decide: Decide,
  who: Who = 'everyone',
): Promise<Conversation> {
  const now = services.clock.now()
  const changed = await services.database.query.transaction().execute(async (trx) => {
    const held = await accessForChange(trx, session, id)
    const decision = await decide(held, trx, now)
    return decision && writeChange(trx, held, decision, now, who)
  })
  // Whoever has given it away may not reach it any more, and is told what became of it all the same.
  const row = await accessAny(services.database, id)
  if (changed !== null) await announceChange(services, changed, row)
  return conversationFor(services, session, row)
}

/** The same for the product itself, which acts when something is due; only while the conversation still is what it was. */
export async function changeHeld(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  id: string,
  decide: Decide,
  who: Who = 'everyone',
): Promise<Changed | null> {
  const now = clock.now()
  return database.query.transaction().execute(async (trx) => {
    const held = await lockConversation(trx, id, ALL_EYES)
    const decision = held && (await decide(held, trx, now))
    return held && decision ? writeChange(trx, held, decision, now, who) : null
  })
}

/** Writes a decision and its line of history; the caller holds the conversation. */
export async function writeChange(
  trx: Queries,
  held: LockedConversation,
  { change, why, messages = [] }: NonNullable<Decision>,
  now: Date,
  who: Who,
): Promise<Changed> {
  // Never back, whatever the clocks of two nodes say: clients tell by it which of two snapshots is newer.
  const moved = {
    updated_at: later(now, held.updated_at),
    ...(who === 'everyone' && { public_updated_at: later(now, held.public_updated_at) }),
  }
  const after = { ...held, ...moved, ...change } as LockedConversation
  const due = why && { due_at: nextDue(after, await readRules(trx, after.group_id), now) }
  await updateConversation(trx, held.id, { ...moved, ...change, ...due })
  const line = why ? await insertAssignment(trx, lineOf(held, after, why, now)) : null
  const appended: Appended[] = []
  for (const message of messages) appended.push(await appendMessage(trx, message))
  if (line) await recordEvent(trx, eventOf(line))
  else if (change.group_id !== undefined) await recordGroup(trx, held.id, after.group_id)
  // Conversation before agent, everywhere, so no two wait for each other; and last, because many want the same agent.
  if (why) await touchAgents(trx, agentsOf(held, after), now)
  return { before: held, after, who, line, messages: appended }
}

/** Tells of a change after its commit; `row` is the conversation as it is now. */
export async function announceChange(
  services: ChangeServices,
  { before, after, who, line, messages }: Changed,
  row: ConversationRow,
): Promise<void> {
  announceLoss(services, before, row)
  announceConversation(services, row, who)
  if (line) announceAssignment(services, line, row)
  for (const { message, stored } of messages) {
    announceMessage(services, message, stored)
    if (mayMention(message)) await tellMentions(services, message, stored.seq)
  }
  services.activity.touchCounts()
  if (before.status === 'queued') services.activity.touchQueue(before.group_id)
  if (after.status === 'queued') services.activity.touchQueue(after.group_id)
  if (line) await announceLoad(services, agentsOf(before, after))
  wake(services, before, after)
}

/** Who waits now, or whoever can take more than before, is brought together with the others; nobody waits for that here. */
function wake(
  { router }: Pick<Services, 'router'>,
  before: LockedConversation,
  after: LockedConversation,
): void {
  // Put into the same queue again it may be for those whom it was to avoid.
  const isNewInQueue =
    before.status !== 'queued' ||
    before.group_id !== after.group_id ||
    before.avoid_agent_id !== after.avoid_agent_id
  if (after.status === 'queued' && isNewInQueue) void router.routeGroup(after.group_id)
  const isFreed = isBorne(before) && !(isBorne(after) && after.agent_id === before.agent_id)
  if (isFreed && before.agent_id !== null) void router.routeAgent(before.agent_id)
}

function lineOf(held: LockedConversation, after: LockedConversation, why: Why, now: Date) {
  const leftQueue = held.status === 'queued' && after.status !== 'queued'
  const gaveUp = isBorne(held) && !(isBorne(after) && after.agent_id === held.agent_id)
  const by = why.by ?? null
  return {
    id: uuid(),
    conversationId: held.id,
    at: now,
    reason: why.reason,
    from: { agentId: held.agent_id, groupId: held.group_id },
    to: { agentId: after.status === 'closed' ? null : after.agent_id, groupId: after.group_id },
    by: by && { agentId: by.agentId, name: by.name },
    detail: why.detail ?? null,
    waitedSeconds: leftQueue ? secondsSince(held.queued_at, now) : null,
    estimatedSeconds: leftQueue ? held.estimated_seconds : null,
    heldSeconds: gaveUp ? secondsSince(held.assigned_at, now) : null,
    wasMessage: leftQueue && held.is_message,
    resolved: after.status === 'closed' ? after.resolved : null,
  }
}

/** The agents who answer for one conversation more or less than before. */
function agentsOf(before: LockedConversation, after: LockedConversation): Set<string> {
  const [from, to] = [before, after].map((row) => (isBorne(row) ? row.agent_id : null))
  return new Set(from === to ? [] : [from, to].filter((id) => id !== null && id !== undefined))
}

function secondsSince(from: Date | null, now: Date): number | null {
  return from && Math.max(0, (now.getTime() - from.getTime()) / 1_000)
}

function later(a: Date, b: Date): Date {
  return a < b ? b : a
}

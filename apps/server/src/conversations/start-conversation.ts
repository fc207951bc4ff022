import {
  ChatError,
  type Conversation,
  email,
  id as idSchema,
  LIMITS,
  language,
  type Message,
  type Payload,
  skills,
} from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { beginWithBot } from '../bot/begin-with-bot.ts'
import type { Queries } from '../database/database.ts'
import { findDefaultGroup, groupExists } from '../groups/find-group.ts'
import { announceMessage } from '../messages/announce-message.ts'
import { appendMessage } from '../messages/append-message.ts'
import { listMessages } from '../messages/list-messages.ts'
import { recordStart } from '../metrics/record-episodes.ts'
import { newMessageRow } from '../messages/new-message-row.ts'
import { tellQueued } from '../routing/tell-queued.ts'
import type { Services } from '../services.ts'
import type { VisitorSession } from '../session.ts'
import { updateVisitor } from '../visitors/update-visitor.ts'
import { accessAny, accessConversation } from './access-conversation.ts'
import { announceConversation } from './announce-conversation.ts'
import { insertAssignment, type NewAssignment } from './assignment-store.ts'
import type { ChangeServices } from './change-conversation.ts'
import { nextDue } from './due.ts'
import { readRules } from './due-store.ts'
import { type ConversationRow, insertConversation } from './conversation-store.ts'
import { conversationForVisitor } from './conversation-view.ts'
import { leadByBot } from './lead-by-bot.ts'

type StartServices = ChangeServices & Pick<Services, 'availability' | 'bots' | 'fileLinks'>

/** Whoever starts is told at once who answers; where many wait that takes too long, and is told by events. */
const ROUTING_WAIT_MS = 1_000

/**
 * Makes a conversation with its first message in one transaction. The same clientId gives the same conversation, so a
 * client that never heard the answer may ask again.
 */
export async function startConversation(
  services: StartServices,
  session: VisitorSession,
  request: Payload<'conversation:start'>,
): Promise<{ conversation: Conversation; messages: Message[] }> {
  const { database, clock } = services
  const now = clock.now()
  const { id, inserted, groupId, first, isLed } = await database.query.transaction().execute(async (trx) => {
    const groupId = await chooseGroup(trx, request)
    const door = { appId: session.appUuid, groupId, pageHours: session.pageHours }
    const isMessage = (await services.availability.read(trx, door)).accepts === 'message'
    const demands = demandsOf(request.prechat)
    const begun = { status: 'queued', queued_at: now, ...NEW, ...demands } as const
    const { id, inserted } = await insertConversation(trx, {
      id: uuid(),
      app_uuid: session.appUuid,
      visitor_id: session.visitorId,
      client_id: request.clientId,
      subject: request.subject ?? null,
      prechat: request.prechat ?? {},
      group_id: groupId,
      page_hours: session.pageHours,
      is_message: isMessage,
      waits_for_opening: isMessage,
      ...demands,
      due_at: nextDue(begun, await readRules(trx, groupId), now),
      visitor_until: services.visitorPresence.keptUntil(session.visitorId),
      created_at: now,
    })
    if (inserted && request.prechat) {
      const profile = profileOf(request.prechat)
      await updateVisitor(trx, session.visitorId, profile)
      // The socket lives on and speaks under this name from here.
      session.name = profile.name ?? session.name
    }
    if (inserted) await insertAssignment(trx, beginningOf(id, groupId, now))
    const isLed = inserted && (await beginWithBot(trx, { appUuid: session.appUuid, conversationId: id, now }))
    if (isLed) await leadByBot(trx, id)
    if (inserted)
      await recordStart(trx, { conversationId: id, appUuid: session.appUuid, groupId, at: now, byBot: isLed })
    if (!request.message) return { id, inserted, groupId, first: null, isLed }
    const message = newMessageRow(session, { ...request.message, conversationId: id }, now)
    return { id, inserted, groupId, first: await appendMessage(trx, message), isLed }
  })
  const conversation = inserted
    ? await (isLed ? tellBegun(services, id) : findSomebody(services, id, groupId))
    : await accessConversation(database, session, id)
  if (first?.stored.outcome === 'stored') announceMessage(services, first.message, first.stored)
  if (isLed) services.bots.begun(id)
  const { messages } = await listMessages(database, services.fileLinks, session, conversation, {
    afterSeq: 0,
    limit: LIMITS.pageSizeDefault,
  })
  return { conversation: conversationForVisitor(services, conversation), messages }
}

/** What the answers ask of who answers: the fields `skill` (one or several) and `language` of the form. */
function demandsOf(prechat: Record<string, unknown> = {}): { skills: string[]; language: string | null } {
  const given = Array.isArray(prechat.skill) ? prechat.skill : [prechat.skill]
  const asked = skills.safeParse(given.filter((skill) => skill !== undefined && skill !== ''))
  const spoken = language.safeParse(prechat.language)
  return {
    skills: asked.success ? [...new Set(asked.data)] : [],
    language: spoken.success ? spoken.data : null,
  }
}

const NEW = { assigned_at: null, snoozed_until: null, parked_at: null, avoid_agent_id: null }

/**
 * Everybody hears of it, as it is now: with whoever has it, or where it waits. A failure of routing is no failure of the
 * start: it goes on by itself.
 */
async function findSomebody(
  services: StartServices,
  id: string,
  groupId: string | null,
): Promise<ConversationRow> {
  let stopWaiting = () => {}
  const longEnough = new Promise<void>((resolve) => {
    stopWaiting = services.clock.after(ROUTING_WAIT_MS, resolve)
  })
  await Promise.race([services.router.routeGroup(groupId), longEnough])
  stopWaiting()
  const row = await accessAny(services.database, id)
  // Whoever routed it has told of it.
  if (row.status !== 'queued') return row
  const told = await tellQueued(services, row)
  if (told) return told
  announceConversation(services, row, 'everyone')
  services.activity.touchQueue(row.group_id)
  return row
}

/** A bot answers first: everybody hears of it, and nobody is looked for. */
async function tellBegun(services: StartServices, id: string): Promise<ConversationRow> {
  const row = await accessAny(services.database, id)
  announceConversation(services, row, 'everyone')
  services.activity.touchCounts()
  return row
}

/** The first line of its history. */
export function beginningOf(conversationId: string, groupId: string | null, now: Date): NewAssignment {
  const nobody = { agentId: null, groupId: null }
  return {
    id: uuid(),
    conversationId,
    at: now,
    reason: 'started',
    from: nobody,
    to: { ...nobody, groupId },
    by: null,
    detail: null,
    waitedSeconds: null,
    estimatedSeconds: null,
    heldSeconds: null,
    wasMessage: false,
    resolved: null,
  }
}

/** The one that is named, the one that the form's `group` names, or the default one. */
async function chooseGroup(
  trx: Queries,
  { groupId, prechat }: Payload<'conversation:start'>,
): Promise<string | null> {
  if (groupId === undefined) {
    const chosen = idSchema.safeParse(prechat?.group)
    if (chosen.success && (await groupExists(trx, chosen.data))) return chosen.data
    return findDefaultGroup(trx)
  }
  if (await groupExists(trx, groupId)) return groupId
  throw new ChatError('not_found', 'groupId: no such group.', {
    fields: [{ path: 'groupId', message: 'no such group' }],
  })
}

/** A form's `name`, `email` and `phone` are who the visitor says to be; what cannot be one of them stays in the answers. */
function profileOf(answers: Record<string, unknown>): { name?: string; email?: string; phone?: string } {
  const profile: { name?: string; email?: string; phone?: string } = {}
  const isText = (value: unknown, max: number): value is string =>
    typeof value === 'string' && value.trim() !== '' && value.length <= max
  if (isText(answers.name, LIMITS.nameLength)) profile.name = answers.name
  if (isText(answers.phone, LIMITS.phoneLength)) profile.phone = answers.phone
  const address = email.safeParse(answers.email)
  if (address.success) profile.email = address.data
  return profile
}

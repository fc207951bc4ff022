import {
  ChatError,
  type Conversation,
  email,
  LIMITS,
  language,
  type Message,
  type Payload,
  skills,
} from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import type { Queries } from '../database/database.ts'
import { findDefaultGroup, groupExists } from '../groups/find-group.ts'
import { announceMessage } from '../messages/announce-message.ts'
import { appendMessage } from '../messages/append-message.ts'
import { listMessages } from '../messages/list-messages.ts'
import { newMessageRow } from '../messages/new-message-row.ts'
import type { Services } from '../services.ts'
import type { VisitorSession } from '../session.ts'
import { updateVisitor } from '../visitors/update-visitor.ts'
import { accessConversation } from './access-conversation.ts'
import { announceConversation } from './announce-conversation.ts'
import { insertConversation } from './conversation-store.ts'
import { conversationForVisitor } from './conversation-view.ts'

type StartServices = Pick<Services, 'database' | 'clock' | 'deliver' | 'activity' | 'availability'>

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
  const { id, inserted, first } = await database.query.transaction().execute(async (trx) => {
    const groupId = await chooseGroup(trx, request.groupId)
    const door = { appId: session.appUuid, groupId, pageHours: session.pageHours }
    const isMessage = (await services.availability.read(trx, door)).accepts === 'message'
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
      ...demandsOf(request.prechat),
      created_at: now,
    })
    if (inserted && request.prechat) {
      const profile = profileOf(request.prechat)
      await updateVisitor(trx, session.visitorId, profile)
      // The socket lives on and speaks under this name from here.
      session.name = profile.name ?? session.name
    }
    if (!request.message) return { id, inserted, first: null }
    const message = newMessageRow(session, { ...request.message, conversationId: id }, now)
    return { id, inserted, first: await appendMessage(trx, message) }
  })
  const conversation = await accessConversation(database, session, id)
  const { messages } = await listMessages(database.query, session, conversation, {
    afterSeq: 0,
    limit: LIMITS.pageSizeDefault,
  })
  if (inserted) {
    announceConversation(services, conversation, 'everyone')
    services.activity.touchCounts()
  }
  if (first?.stored.outcome === 'stored') announceMessage(services, first.message, first.stored)
  return { conversation: conversationForVisitor(conversation), messages }
}

/** What the answers ask of who answers; see `skill` and `language` in docs/routing.md. */
function demandsOf(prechat: Record<string, unknown> = {}): { skills: string[]; language: string | null } {
  const given = Array.isArray(prechat.skill) ? prechat.skill : [prechat.skill]
  const asked = skills.safeParse(given.filter((skill) => skill !== undefined && skill !== ''))
  const spoken = language.safeParse(prechat.language)
  return {
    skills: asked.success ? [...new Set(asked.data)] : [],
    language: spoken.success ? spoken.data : null,
  }
}

async function chooseGroup(trx: Queries, groupId: string | undefined): Promise<string | null> {
  if (groupId === undefined) return findDefaultGroup(trx)
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

import { type HandOverReason, LIMITS, newMessageBody } from '@biometrics/chat-protocol'
import { findAppByName } from '../apps/find-app.ts'
import { accessConversation } from '../conversations/access-conversation.ts'
import { type ChangeServices, changeConversation } from '../conversations/change-conversation.ts'
import { decideForBot, isLedByBot } from '../conversations/lead-by-bot.ts'
import type { Queries } from '../database/database.ts'
import { announceMessage } from '../messages/announce-message.ts'
import { type Appended, appendMessage } from '../messages/append-message.ts'
import { UNSIGNED } from '../attachments/file-links.ts'
import { listMessages } from '../messages/list-messages.ts'
import type { NewMessageRow } from '../messages/message-row.ts'
import { tellQueued } from '../routing/tell-queued.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { updateVisitor } from '../visitors/update-visitor.ts'
import type { BotAnswer } from './bot.ts'
import type { BotRow } from './bot-store.ts'
import { botMessage, summaryOf } from './hand-over/summarise.ts'
import { insertAnswers, insertUnanswered, markHelpful } from './knowledge/answer-store.ts'
import { textsFor } from './texts/texts.ts'
import { stopLeading } from './turn-store.ts'

export type TurnServices = ChangeServices & Pick<Services, 'limiter' | 'availability'>
export type ConversationRow = Awaited<ReturnType<typeof accessConversation>>

/** Reads for the product itself, with the eyes of an agent. */
export const READER: AgentSession = {
  kind: 'agent',
  agentId: 'bot',
  name: 'bot',
  role: 'agent',
  onlyGroups: null,
}
/** What a bot says at once, at most. */
const REPLIES_MAX = 10
/** Of what was said, the newest; more than a summary shows. */
export const READ_MAX = 100

/** What a turn has come to. */
export interface Outcome {
  answer: BotAnswer
  guesses: number
  handOver: HandOverReason | null
}

/** A turn that is to be written down. */
export interface Spoken {
  bot: BotRow | undefined
  row: ConversationRow
  outcome: Outcome
  /** Names what is said, so that a turn stands there once. */
  name: string
  /** Writes down that this turn is done, in the same transaction; false: it does not count, and nothing of it is kept. */
  finish(trx: Queries, now: Date): Promise<boolean>
}

/** A bot is code of ours or of others: what it says goes through the same door as everybody's words. */
export function checkReplies({ replies }: BotAnswer): void {
  if (replies.length > REPLIES_MAX) throw new Error(`a bot said ${replies.length} things at once`)
  for (const reply of replies) newMessageBody.parse(reply)
}

/** Stores what a turn has come to, in one transaction, and tells it after commit; false when it did not count. */
export async function commitTurn(
  services: TurnServices,
  { bot, row, outcome, name, finish }: Spoken,
): Promise<boolean> {
  const { answer, handOver } = outcome
  const messages = await messagesOf(services, { bot, row, outcome, name })
  const close = answer.actions.find(({ type }) => type === 'close')
  const appended: Appended[] = []
  let isDone = false
  await changeConversation(services, READER, row.id, async (held, trx, now) => {
    if (!isLedByBot(held)) {
      await stopLeading(trx, row.id)
      return null
    }
    if (!(await finish(trx, now))) return null
    for (const one of messages) appended.push(await appendMessage(trx, one))
    await keepFacts(trx, row, answer)
    const told = { appUuid: row.app_uuid, conversationId: row.id, now }
    await insertAnswers(trx, told, answer.answered ?? [])
    await insertUnanswered(trx, told, answer.unanswered ?? [])
    isDone = true
    if (answer.helped) await markHelpful(trx, row.id, answer.helped.articleId, answer.helped.helpful)
    const groupId = answer.actions.findLast((action) => action.type === 'route')?.groupId ?? null
    const door = doorOf(row, groupId ?? held.group_id)
    const isMessage = handOver !== null && (await services.availability.read(trx, door)).accepts === 'message'
    return decideForBot(
      trx,
      held,
      {
        handOver: handOver === null ? null : { reason: handOver, isMessage },
        close: close?.type === 'close' ? { resolved: close.resolved } : null,
        groupId,
        tags: answer.actions.flatMap((action) => (action.type === 'tag' ? action.tags : [])),
      },
      now,
    )
  })
  // A transaction that was undone has thrown.
  if (!isDone) return false
  for (const { message: said, stored } of appended) announceMessage(services, said, stored)
  if (handOver !== null) await tellWaiting(services, row.id)
  return true
}

/** Who has to wait for people is told so; whoever is free has it by now. */
async function tellWaiting(services: TurnServices, id: string): Promise<void> {
  const { group_id } = await accessConversation(services.database, READER, id)
  await services.router.routeGroup(group_id)
  const row = await accessConversation(services.database, READER, id)
  if (row.status === 'queued') await tellQueued(services, row)
}

/** Where people answer from here. */
export function doorOf(row: ConversationRow, groupId: string | null) {
  return { appId: row.app_uuid, groupId, pageHours: row.page_hours }
}

/** What the bot says, and for people a summary when they take over. */
async function messagesOf(
  services: TurnServices,
  { bot, row, outcome: { answer, handOver }, name }: Omit<Spoken, 'finish'>,
): Promise<NewMessageRow[]> {
  const now = services.clock.now()
  const words = { conversationId: row.id, botName: bot?.name ?? 'Bot', now }
  const phrase = {
    type: 'text' as const,
    content: { text: textsFor(row.language ?? row.visitor.language).phrases.person },
  }
  const replies = handOver !== null && answer.replies.length === 0 ? [phrase] : answer.replies
  const said = replies.map((reply, index) => botMessage(words, reply, `${name}:${index}`))
  if (handOver === null) return said
  const page = { afterSeq: 0, beforeSeq: Number.MAX_SAFE_INTEGER, limit: READ_MAX }
  const { messages } = await listMessages(services.database, UNSIGNED, READER, row, page)
  const app = await findAppByName(services.database.query, { id: row.app_uuid })
  const agentsWords = textsFor(app?.language ?? null).summary
  const text = summaryOf(handOver, messages, answersIn(answer.state), agentsWords)
    .slice(0, LIMITS.textLength)
    .toWellFormed()
  const note = { type: 'text' as const, content: { text }, visibility: 'note' as const }
  return [...said, botMessage(words, note, `${name}:summary`)]
}

function answersIn({ answers }: BotAnswer['state']): Record<string, unknown> {
  return typeof answers === 'object' && answers !== null ? (answers as Record<string, unknown>) : {}
}

const PROFILE = new Set(['name', 'email', 'phone'])

/** What the visitor said of themselves, in the profile or among the attributes. */
async function keepFacts(trx: Queries, row: ConversationRow, { actions }: BotAnswer): Promise<void> {
  const facts = actions.flatMap((action) => (action.type === 'set_attribute' ? [action] : []))
  if (facts.length === 0) return
  const profile = Object.fromEntries(
    facts
      .filter(({ name }) => PROFILE.has(name))
      .map(({ name, value }) => [name, value.slice(0, LIMITS.phoneLength)]),
  )
  const others = facts.filter(({ name }) => !PROFILE.has(name)).map(({ name, value }) => [name, value])
  const attributes = { ...row.visitor.attributes, ...Object.fromEntries(others) }
  const fits = Object.keys(attributes).length <= LIMITS.attributes
  await updateVisitor(trx, row.visitor_id, { ...profile, ...(others.length > 0 && fits && { attributes }) })
}

import { type HandOverReason, LIMITS, type Message, newMessageBody } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { accessConversation } from '../conversations/access-conversation.ts'
import { type ChangeServices, changeConversation } from '../conversations/change-conversation.ts'
import { decideForBot, isLedByBot } from '../conversations/lead-by-bot.ts'
import type { Queries } from '../database/database.ts'
import { announceMessage } from '../messages/announce-message.ts'
import { type Appended, appendMessage } from '../messages/append-message.ts'
import { listMessages } from '../messages/list-messages.ts'
import type { NewMessageRow } from '../messages/message-row.ts'
import { tellQueued } from '../routing/tell-queued.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { updateVisitor } from '../visitors/update-visitor.ts'
import type { BotAnswer, BotContext, BotMessage } from './bot.ts'
import { type BotRow, findBot } from './bot-store.ts'
import type { FindEngine } from './engines.ts'
import { isAngry } from './hand-over/is-angry.ts'
import { botMessage, summaryOf } from './hand-over/summarise.ts'
import { wantsPerson } from './hand-over/wants-person.ts'
import { insertAnswers, insertUnanswered, markHelpful } from './knowledge/answer-store.ts'
import { PERSON_VALUE, phrasesFor } from './phrases.ts'
import { type BotConversationRow, claimTurn, finishTurn, releaseTurn, stopLeading } from './turn-store.ts'

export type TurnServices = ChangeServices & Pick<Services, 'limiter' | 'availability'>

/** A bot that takes longer has failed. */
export const TURN_MAX_MS = 5_000
/** How long a node has for a turn, all in all; past it another node may answer. */
export const CLAIM_MS = 15_000
/** What a bot says at once, at most. */
const REPLIES_MAX = 10
/** Guesses in a row, then people take over. */
const GUESSES_MAX = 2
const HOUR_MS = 3_600_000
/** Of what was said, the newest; more than a summary shows. */
const READ_MAX = 100

type ConversationRow = Awaited<ReturnType<typeof accessConversation>>

/** Reads for the product itself, with the eyes of an agent. */
const READER: AgentSession = { kind: 'agent', agentId: 'bot', name: 'bot', role: 'agent' }

/** More than anybody writes while one answer is made. */
const TURNS_AT_ONCE = 100

/** Answers everything that is unanswered in a conversation that a bot leads, unless another node does so already. */
export async function takeTurns(
  services: TurnServices,
  findEngine: FindEngine,
  conversationId: string,
  onError: (error: unknown) => void,
  /** Set when nobody answered in time: then people get it, whatever the bot would have said. */
  isLate = false,
): Promise<void> {
  const { database, clock } = services
  const claim = uuid()
  for (let turn = 0; turn < TURNS_AT_ONCE; turn++) {
    const now = clock.now()
    const until = new Date(now.getTime() + CLAIM_MS)
    const led = await claimTurn(database.query, conversationId, claim, now, until)
    if (led === undefined) return
    await takeTurn(services, { led, claim, isLate }, findEngine, onError)
    if (await releaseTurn(database.query, conversationId, claim)) return
  }
}

interface Turn {
  led: BotConversationRow
  claim: string
  isLate: boolean
}

async function takeTurn(
  services: TurnServices,
  turn: Turn,
  findEngine: FindEngine,
  onError: (error: unknown) => void,
): Promise<void> {
  const { database } = services
  const { led } = turn
  const row = await accessConversation(database, READER, led.conversation_id)
  if (!isLedByBot(row)) return stopLeading(database.query, row.id)
  const page = { afterSeq: led.answered_seq ?? 0, limit: READ_MAX }
  const { messages } = await listMessages(database.query, READER, row, page)
  const message = messages.find(({ senderType }) => senderType === 'user') ?? null
  if (message === null && led.answered_seq !== null) return
  const bot = await findBot(database.query, led.app_uuid)
  const outcome = await think(services, { bot, row, message, turn, findEngine, onError })
  await commit(services, { bot, row, message, turn, outcome })
}

interface Outcome {
  answer: BotAnswer
  guesses: number
  handOver: HandOverReason | null
}

interface Question {
  bot: BotRow | undefined
  row: ConversationRow
  message: Message | null
  turn: Turn
  findEngine: FindEngine
  onError: (error: unknown) => void
}

/** What is to be said; whatever goes wrong, people get it. */
async function think(services: TurnServices, question: Question): Promise<Outcome> {
  const { led } = question.turn
  const silence: BotAnswer = { replies: [], actions: [], state: led.state ?? {} }
  const giveUp = (handOver: HandOverReason): Outcome => ({ answer: silence, guesses: led.guesses, handOver })
  const obstacle = await obstacleTo(services, question)
  if (obstacle !== null) return giveUp(obstacle)
  try {
    const answer = await ask(services, question)
    if (answer === 'timeout') return giveUp('timeout')
    checkReplies(answer)
    const guesses = answer.unsure ? led.guesses + 1 : 0
    if (guesses >= GUESSES_MAX)
      return { answer: { ...answer, replies: [], actions: [] }, guesses, handOver: 'low_confidence' }
    const handOver = answer.actions.find(({ type }) => type === 'handoff')
    return { answer, guesses, handOver: handOver?.type === 'handoff' ? handOver.reason : null }
  } catch (error) {
    question.onError(error)
    return giveUp('error')
  }
}

/** Why the bot is not even asked. */
async function obstacleTo(
  { limiter }: TurnServices,
  { bot, row, message, turn: { led, isLate } }: Question,
): Promise<HandOverReason | null> {
  if (isLate) return 'late'
  if (bot === undefined || bot.kind === 'off') return 'disabled'
  if (led.turns >= bot.turn_limit) return 'turn_limit'
  if (message !== null) {
    // A picture or a file is nothing that a bot can read.
    if (message.type !== 'text') return 'out_of_scope'
    const { text, value } = message.content
    if (value === PERSON_VALUE || wantsPerson(text)) return 'asked'
    if (isAngry(text)) return 'anger'
  }
  const ofVisitor = {
    name: `bot-turns-of-visitor-${bot.visitor_turns_per_hour}`,
    most: bot.visitor_turns_per_hour,
    withinMs: HOUR_MS,
  }
  if ((await limiter.take(ofVisitor, row.visitor_id)) > 0) return 'budget'
  const ofApp = {
    name: `bot-turns-of-app-${bot.app_turns_per_day}`,
    most: bot.app_turns_per_day,
    withinMs: 24 * HOUR_MS,
  }
  return (await limiter.take(ofApp, bot.app_uuid)) > 0 ? 'budget' : null
}

async function ask(
  services: TurnServices,
  { bot, row, message, turn: { led }, findEngine }: Question,
): Promise<BotAnswer | 'timeout'> {
  const engine = bot && (await findEngine(bot, led))
  if (!engine) throw new Error(`there is no bot for conversation ${row.id}`)
  const abort = new AbortController()
  let cancel = () => {}
  const timeout = new Promise<'timeout'>((resolve) => {
    cancel = services.clock.after(TURN_MAX_MS, () => {
      resolve('timeout')
      abort.abort()
    })
  })
  try {
    const context = await contextOf(services, led, row, abort.signal)
    return await Promise.race([engine.processMessage(messageFor(message), context), timeout])
  } finally {
    cancel()
  }
}

async function contextOf(
  services: TurnServices,
  led: BotConversationRow,
  row: ConversationRow,
  signal: AbortSignal,
): Promise<BotContext> {
  const { name, email, phone, language, attributes } = row.visitor
  const { accepts } = await services.availability.read(services.database.query, doorOf(row, row.group_id))
  return {
    appUuid: led.app_uuid,
    visitor: { name, email, phone, language: row.language ?? language, attributes },
    isOpen: accepts === 'chat',
    state: led.state,
    signal,
  }
}

function messageFor(message: Message | null): BotMessage | null {
  if (message?.type !== 'text') return null
  return { text: message.content.text, value: message.content.value ?? null }
}

/** A bot is code of ours or of others: what it says goes through the same door as everybody's words. */
function checkReplies({ replies }: BotAnswer): void {
  if (replies.length > REPLIES_MAX) throw new Error(`a bot said ${replies.length} things at once`)
  for (const reply of replies) newMessageBody.parse(reply)
}

async function commit(
  services: TurnServices,
  {
    bot,
    row,
    message,
    turn: { led, claim },
    outcome,
  }: Pick<Question, 'bot' | 'row' | 'message' | 'turn'> & { outcome: Outcome },
): Promise<void> {
  const { answer, handOver } = outcome
  const messages = await messagesOf(services, { bot, row, message, outcome })
  const close = answer.actions.find(({ type }) => type === 'close')
  const appended: Appended[] = []
  let isDone = false
  await changeConversation(services, READER, row.id, async (held, trx, now) => {
    if (!isLedByBot(held)) {
      await stopLeading(trx, row.id)
      return null
    }
    const isEnded = close !== undefined && handOver === null
    const counts = await finishTurn(
      trx,
      {
        conversationId: row.id,
        claim,
        answeredSeq: message?.seq ?? 0,
        state: answer.state,
        guesses: outcome.guesses,
        spoke: answer.replies.length > 0,
        handedOver: handOver,
        ended: isEnded,
      },
      now,
    )
    if (!counts) return null
    for (const one of messages) appended.push(await appendMessage(trx, one))
    await keepFacts(trx, row, answer)
    const told = { appUuid: led.app_uuid, conversationId: row.id, now }
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
  if (!isDone) return
  for (const { message: said, stored } of appended) announceMessage(services, said, stored)
  if (handOver !== null) await tellWaiting(services, row.id)
}

/** Who has to wait for people is told so; whoever is free has it by now. */
async function tellWaiting(services: TurnServices, id: string): Promise<void> {
  const { group_id } = await accessConversation(services.database, READER, id)
  await services.router.routeGroup(group_id)
  const row = await accessConversation(services.database, READER, id)
  if (row.status === 'queued') await tellQueued(services, row)
}

/** Where people answer from here. */
function doorOf(row: ConversationRow, groupId: string | null) {
  return { appId: row.app_uuid, groupId, pageHours: row.page_hours }
}

/** What the bot says, and for people a summary when they take over; named so that a turn stands there once. */
async function messagesOf(
  services: TurnServices,
  {
    bot,
    row,
    message,
    outcome: { answer, handOver },
  }: Pick<Question, 'bot' | 'row' | 'message'> & { outcome: Outcome },
): Promise<NewMessageRow[]> {
  const now = services.clock.now()
  const words = { conversationId: row.id, botName: bot?.name ?? 'Bot', now }
  const turnName = `bot:${message?.id ?? 'start'}`
  const phrase = {
    type: 'text' as const,
    content: { text: phrasesFor(row.language ?? row.visitor.language).person },
  }
  const replies = handOver !== null && answer.replies.length === 0 ? [phrase] : answer.replies
  const said = replies.map((reply, index) => botMessage(words, reply, `${turnName}:${index}`))
  if (handOver === null) return said
  const page = { afterSeq: 0, beforeSeq: Number.MAX_SAFE_INTEGER, limit: READ_MAX }
  const { messages } = await listMessages(services.database.query, READER, row, page)
  const text = summaryOf(handOver, messages, answersIn(answer.state))
    .slice(0, LIMITS.textLength)
    .toWellFormed()
  const note = { type: 'text' as const, content: { text }, visibility: 'note' as const }
  return [...said, botMessage(words, note, `${turnName}:summary`)]
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

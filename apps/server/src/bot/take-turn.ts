import type { HandOverReason, Message } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { accessConversation } from '../conversations/access-conversation.ts'
import { isLedByBot } from '../conversations/lead-by-bot.ts'
import { UNSIGNED } from '../attachments/file-links.ts'
import { listMessages } from '../messages/list-messages.ts'
import type { BotAnswer, BotContext, BotMessage } from './bot.ts'
import { type BotRow, findBot } from './bot-store.ts'
import {
  checkReplies,
  commitTurn,
  type ConversationRow,
  doorOf,
  type Outcome,
  READ_MAX,
  READER,
  type TurnServices,
} from './commit-turn.ts'
import type { FindEngine } from './engines.ts'
import { obstacleTo } from './obstacles.ts'
import { showTyping } from './show-typing.ts'
import { CLAIM_MS, GROWING_MAX_MS, TURN_MAX_MS } from './time-limits.ts'
import { type BotConversationRow, claimTurn, finishTurn, releaseTurn, stopLeading } from './turn-store.ts'

/** Guesses in a row, then people take over. */
const GUESSES_MAX = 2
/** A claim is made longer this often while words grow. */
const RENEW_MS = 5_000
/** Kinds that take a while, so that the visitor sees that they are at work. */
const SLOW: ReadonlySet<string> = new Set(['webhook', 'model'])

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
  const { messages } = await listMessages(database, UNSIGNED, READER, row, page)
  const message = messages.find(({ senderType }) => senderType === 'user') ?? null
  if (message === null && led.answered_seq !== null) return
  const bot = await findBot(database.query, led.app_uuid)
  const question = { bot, row, message, turn, findEngine, onError }
  const outcome = await think(services, question)
  try {
    await write(services, question, outcome)
  } catch (error) {
    // What it wants cannot be done, such as a group that is gone; or the database is, and then this fails too.
    onError(error)
    await write(services, question, givenUp(led, 'error'))
  }
}

async function write(
  services: TurnServices,
  { bot, row, message, turn: { led, claim } }: Question,
  outcome: Outcome,
): Promise<void> {
  const { answer, handOver, guesses } = outcome
  const closes = answer.actions.some(({ type }) => type === 'close')
  await commitTurn(services, {
    bot,
    row,
    outcome,
    name: `bot:${message?.id ?? 'start'}`,
    finish: (trx, now) =>
      finishTurn(
        trx,
        {
          conversationId: led.conversation_id,
          claim,
          answeredSeq: message?.seq ?? 0,
          state: answer.state,
          guesses,
          spoke: answer.replies.length > 0,
          handedOver: handOver,
          ended: closes && handOver === null,
        },
        now,
      ),
  })
}

/** Silence, and people. */
export function givenUp(
  led: Pick<BotConversationRow, 'state' | 'guesses'>,
  handOver: HandOverReason,
): Outcome {
  return { answer: { replies: [], actions: [], state: led.state ?? {} }, guesses: led.guesses, handOver }
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
  const { bot, row, message, turn } = question
  const { led, isLate } = turn
  const giveUp = (handOver: HandOverReason) => givenUp(led, handOver)
  if (isLate) return giveUp('late')
  const obstacle = await obstacleTo(services, { bot, visitorId: row.visitor_id, led, message })
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

async function ask(
  services: TurnServices,
  { bot, row, message, turn, findEngine, onError }: Question,
): Promise<BotAnswer | 'timeout'> {
  const { led, claim } = turn
  const { clock, database } = services
  const engine = bot && (await findEngine(bot, led))
  if (!engine) throw new Error(`there is no bot for conversation ${row.id}`)
  const abort = new AbortController()
  const typing = showTyping(services, row)
  let end = () => {}
  const timeout = new Promise<'timeout'>((resolve) => {
    end = () => {
      resolve('timeout')
      abort.abort()
    }
  })
  let cancel = clock.after(TURN_MAX_MS, end)
  const cancelAll = clock.after(GROWING_MAX_MS, end)
  let renewedAt = clock.now().getTime()
  const preview = (text: string) => {
    if (abort.signal.aborted) return
    cancel()
    cancel = clock.after(TURN_MAX_MS, end)
    typing.show(text)
    const now = clock.now()
    if (now.getTime() - renewedAt < RENEW_MS) return
    renewedAt = now.getTime()
    const until = new Date(renewedAt + CLAIM_MS)
    claimTurn(database.query, row.id, claim, now, until).catch(onError)
  }
  if (SLOW.has(led.kind)) typing.begin()
  try {
    const context = { ...(await contextOf(services, led, row, abort.signal)), preview }
    return await Promise.race([engine.processMessage(messageFor(message), context), timeout])
  } finally {
    cancel()
    cancelAll()
    typing.end()
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
    conversationId: row.id,
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

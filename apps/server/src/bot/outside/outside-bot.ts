import { type BotTurn, type BotTurnAnswer, botTurnAnswer } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import type { Services } from '../../services.ts'
import { newToken } from '../../tokens.ts'
import { signedHeaders } from '../../webhooks/sign.ts'
import type { Bot, BotAnswer, BotContext, BotMessage, BotState } from '../bot.ts'
import { type BotWebhookRow, deletePromise, insertPromise } from './outside-store.ts'

export const BOT_SECRET_PLACE = 'bot_webhooks.secret'
/** Longer than a turn may take, so that it is the turn that ends, and is known to have been slow. */
const NO_ANSWER_MS = 6_000
const ANSWER_BYTES = 256 * 1024
/** Who has said that the answer comes later has this long. */
export const PROMISE_MS = 60_000

export type OutsideParts = Pick<Services, 'database' | 'clock' | 'vault' | 'outbound'> & {
  publicUrl(): string
}

/** A program of somebody else's, asked over the net for every turn. */
export function createOutsideBot(parts: OutsideParts, webhook: BotWebhookRow): Bot {
  const { database, clock } = parts
  return {
    async processMessage(message, context) {
      const { token, tokenHash } = newToken('bot')
      const until = new Date(clock.now().getTime() + PROMISE_MS)
      const turn = turnOf(parts, { message, context, token, until })
      // Before it is asked: it may answer later sooner than it answers now.
      await insertPromise(database.query, {
        token_hash: tokenHash,
        conversation_id: context.conversationId,
        until,
      })
      const reply = await post(parts, webhook, turn, context.signal)
      if (reply.status === 202) return { replies: [], actions: [], state: context.state ?? {} }
      await deletePromise(database.query, tokenHash)
      if (reply.status < 200 || reply.status > 299) throw new Error(`the bot answered ${reply.status}`)
      const said = reply.body.trim() === '' ? {} : JSON.parse(reply.body)
      return answerOf(botTurnAnswer.parse(said), context.state)
    },
  }
}

/** What it may want is less than what our own bots may: the reason of a hand-over is ours. */
export function answerOf({ replies, actions, state }: BotTurnAnswer, before: BotState | null): BotAnswer {
  return {
    replies,
    actions: actions.map((action) => (action.type === 'handoff' ? { ...action, reason: 'bot' } : action)),
    state: state ?? before ?? {},
  }
}

/** Sends one turn, or a ping, and waits for its answer. */
export function post(
  { vault, outbound, clock }: Pick<Services, 'vault' | 'outbound' | 'clock'>,
  webhook: BotWebhookRow,
  turn: BotTurn,
  signal?: AbortSignal,
) {
  const body = JSON.stringify(turn)
  return outbound.send({
    url: webhook.url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-webhook-id': turn.id,
      'x-webhook-event': turn.event,
      ...signedHeaders(vault, BOT_SECRET_PLACE, webhook, body, clock.now()),
    },
    body,
    timeoutMs: NO_ANSWER_MS,
    mostBytes: ANSWER_BYTES,
    ...(signal && { signal }),
  })
}

interface Asked {
  message: BotMessage | null
  context: BotContext
  token: string
  until: Date
}

function turnOf(
  { publicUrl, clock }: Pick<OutsideParts, 'publicUrl' | 'clock'>,
  { message, context, token, until }: Asked,
): BotTurn {
  const { appUuid, conversationId, isOpen, visitor, state } = context
  const url = `${publicUrl()}/api/v1/conversations/${conversationId}/bot-replies`
  return {
    id: uuid(),
    event: 'bot.turn',
    createdAt: clock.now().toISOString(),
    data: {
      conversation: { id: conversationId, appId: appUuid, isOpen },
      visitor,
      message,
      state,
      answer: { url, token, until: until.toISOString() },
    },
  }
}

import { z } from 'zod'
import { tags } from './conversation.ts'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { carouselCard, quickReplyOption } from './message.ts'
import { label, text } from './text.ts'

/** Shapes of the bots: who answers first on an app, and what a bot says and does. */

/**
 * `flow`: steps made in the dashboard; `knowledge`: articles; `model`: a language model, from the articles; `webhook`: a
 * program of your own; `off`: people answer from the start.
 */
export const botKind = z.enum(['off', 'flow', 'knowledge', 'model', 'webhook'])

/** Why a conversation went from the bot to people. */
export const handOverReason = z.enum([
  'asked',
  'anger',
  'low_confidence',
  'out_of_scope',
  'flow',
  'bot',
  'turn_limit',
  'budget',
  'timeout',
  'error',
  'late',
  'disabled',
])

const share = z.number().min(0).max(1)
const botFields = {
  kind: botKind,
  name: label(LIMITS.titleLength).describe('under which it speaks'),
  turnLimit: z.number().int().min(1).max(200).describe('answers to one conversation before people take over'),
  visitorTurnsPerHour: z.number().int().min(1).max(10_000),
  appTurnsPerDay: z.number().int().min(1).max(10_000_000),
  answerAt: share.describe('from this confidence on the knowledge bot answers with the article'),
  offerAt: share.describe('from this confidence on it offers the best three; below it hands over'),
}
export const bot = z
  .object({
    appId: id,
    ...botFields,
    webhook: z.object({ url: z.string() }).nullable().describe('where a `webhook` bot is asked'),
    hasModel: z.boolean().describe('whether a language model is set'),
    flowVersion: z.number().int().nullable().describe('the published one; null: none is published'),
    training: z
      .object({
        status: z.enum(['none', 'waiting', 'running', 'done', 'failed']),
        trainedAt: timestamp.nullable(),
        examples: z.number().int(),
        accuracy: z.number().nullable().describe('on questions it had not learned from'),
        detail: z.string().nullable().describe('why it failed'),
      })
      .describe("the knowledge bot's classifier"),
  })
  .meta({ id: 'Bot' })
export const botChange = z
  .strictObject(botFields)
  .partial()
  .refine(({ answerAt, offerAt }) => answerAt === undefined || offerAt === undefined || offerAt <= answerAt, {
    path: ['offerAt'],
    error: 'must not be above answerAt',
  })

/** What the bot says: `type` and `content` as in any message. */
export const botReply = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), content: z.object({ text: z.string() }) }),
  z.object({
    type: z.literal('quick_reply'),
    content: z.object({ text: z.string().optional(), options: z.array(quickReplyOption) }),
  }),
  z.object({ type: z.literal('carousel'), content: z.object({ cards: z.array(carouselCard) }) }),
])
export const botAction = z.discriminatedUnion('type', [
  z.object({ type: z.literal('handoff'), reason: handOverReason }),
  z.object({ type: z.literal('close'), resolved: z.boolean() }),
  z.object({ type: z.literal('tag'), tags }),
  z.object({ type: z.literal('set_attribute'), name: z.string(), value: z.string() }),
  z.object({ type: z.literal('route'), groupId: id }),
])

/** Under what an answer is kept. */
export const answerName = text(50, 1).regex(/^[A-Za-z][A-Za-z0-9_.-]*$/, {
  error: 'must begin with a letter and have letters, digits, _ . and - only',
})

export type BotKind = z.infer<typeof botKind>
export type Bot = z.infer<typeof bot>
export type BotChange = z.infer<typeof botChange>
export type HandOverReason = z.infer<typeof handOverReason>
export type BotReply = z.infer<typeof botReply>
export type BotAction = z.infer<typeof botAction>

import { z } from 'zod'
import { answerName, botReply } from './bot.ts'
import { tags } from './conversation.ts'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { text } from './text.ts'

/** A bot that is a program of somebody's own: what it is sent, and what it may answer. */

/** The address of a bot of your own. */
export const botWebhookBody = z.strictObject({
  url: text(LIMITS.urlLength, 1).refine((value) => /^https?:\/\//i.test(value) && URL.canParse(value), {
    error: 'must be an address such as https://example.com/bot',
  }),
})
export const botWebhookWithSecret = z
  .object({ url: z.string(), secret: z.string().describe('signs what is sent; it is not shown again') })
  .meta({ id: 'BotWebhookWithSecret' })
export const botWebhookTest = z
  .object({ ok: z.boolean(), detail: z.string().describe('what it answered, or why it did not') })
  .meta({ id: 'BotWebhookTest' })

/** What a bot of your own is sent as JSON for every turn, signed like webhooks. */
export const botTurn = z
  .object({
    id: id.describe('of this turn'),
    event: z.enum(['bot.turn', 'ping']),
    createdAt: timestamp,
    data: z
      .object({
        conversation: z.object({
          id,
          appId: id,
          isOpen: z.boolean().describe('within the hours of the app'),
        }),
        visitor: z.object({
          name: z.string().nullable(),
          email: z.string().nullable(),
          phone: z.string().nullable(),
          language: z.string().nullable(),
          attributes: z.record(z.string(), z.unknown()),
        }),
        message: z
          .object({
            text: z.string(),
            value: z.string().nullable().describe('of the option that was chosen'),
          })
          .nullable()
          .describe('null: the conversation begins'),
        state: z
          .record(z.string(), z.unknown())
          .nullable()
          .describe('what it gave back with its last answer'),
        answer: z
          .object({ url: z.string(), token: z.string().describe('good for one answer'), until: timestamp })
          .describe('where to answer later, having answered 202 now'),
      })
      .nullable()
      .describe('null in a ping'),
  })
  .meta({ id: 'BotTurn' })

const outsideAction = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('handoff') }),
  z.strictObject({ type: z.literal('close'), resolved: z.boolean().default(true) }),
  z.strictObject({ type: z.literal('tag'), tags: tags.min(1) }),
  z.strictObject({
    type: z.literal('set_attribute'),
    name: answerName.describe('`name`, `email`, `phone` or an attribute'),
    value: text(LIMITS.valueLength),
  }),
  z.strictObject({ type: z.literal('route'), groupId: id }),
])
const outsideAnswer = {
  replies: z.array(botReply).max(10).default([]),
  actions: z.array(outsideAction).max(10).default([]),
  state: z
    .record(z.string(), z.unknown())
    .refine((value) => JSON.stringify(value).length <= LIMITS.contentBytes / 4, { error: 'is too large' })
    .optional()
    .describe('comes back with the next turn; left out: stays as it was'),
}
/** The answer to a turn, with status 200. */
export const botTurnAnswer = z.object(outsideAnswer).meta({ id: 'BotTurnAnswer' })
/** An answer that comes later, or words that nobody has asked for. */
export const lateBotAnswer = z.strictObject({
  ...outsideAnswer,
  clientId: text(80, 1)
    .optional()
    .describe('for API keys: what is sent again with the same one is stored once'),
})
export const lateBotReply = z.object({ stored: z.boolean().describe('false: it had been stored before') })

export type BotTurn = z.infer<typeof botTurn>
export type BotTurnAnswer = z.infer<typeof botTurnAnswer>
export type LateBotAnswer = z.infer<typeof lateBotAnswer>
export type BotWebhookWithSecret = z.infer<typeof botWebhookWithSecret>
export type BotWebhookTest = z.infer<typeof botWebhookTest>

import { z } from 'zod'
import { tags } from './conversation.ts'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { carouselCard, quickReplyOption } from './message.ts'
import { label, language, text } from './text.ts'
import { attributes } from './visitor.ts'

/** Shapes of the bots: who answers first on an app, the flows of the rule bot, and what the test chat says. */

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

const stepId = text(40, 1).regex(/^[A-Za-z0-9_-]+$/, { error: 'must be letters, digits, _ and -' })
/** Where it goes on; null: the flow ends, and what the visitor writes next goes to people. */
const next = stepId.nullable()
/** `{{name}}` and the like stand for what is known of the visitor; `{{name|there}}` says what stands there otherwise. */
const words = text(LIMITS.textLength, 1)
const answerName = text(50, 1).regex(/^[A-Za-z][A-Za-z0-9_.-]*$/, {
  error: 'must begin with a letter and have letters, digits, _ . and - only',
})

export const flowTest = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('hours'), is: z.enum(['open', 'closed']) }),
  z.strictObject({ on: z.literal('language'), is: z.array(language).min(1).max(50) }),
  z.strictObject({
    on: z.literal('attribute'),
    name: answerName,
    is: z.enum(['known', 'equal', 'contains', 'above', 'below']),
    value: text(LIMITS.valueLength).default(''),
  }),
])

/** What an answer must look like to be taken. */
export const answerCheck = z.enum(['text', 'email', 'phone', 'number', 'date'])

export const flowStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('say'), id: stepId, text: words, next }),
  z.strictObject({
    kind: z.literal('ask'),
    id: stepId,
    text: words,
    saveAs: answerName.describe('an attribute of the visitor'),
    next,
  }),
  z.strictObject({
    kind: z.literal('choose'),
    id: stepId,
    text: words,
    options: z.array(quickReplyOption.extend({ next }).strict()).min(1).max(LIMITS.quickReplyOptions),
    otherwise: next.describe('for words that are no option; null: it asks once more, then hands over'),
  }),
  z.strictObject({
    kind: z.literal('carousel'),
    id: stepId,
    cards: z.array(carouselCard).min(1).max(LIMITS.carouselCards),
    buttons: z
      .array(z.strictObject({ value: text(LIMITS.valueLength), next }))
      .max(LIMITS.carouselCards * LIMITS.cardButtons)
      .default([])
      .describe('where each button that replies leads'),
    next: next.describe('for every other answer'),
  }),
  z.strictObject({
    kind: z.literal('condition'),
    id: stepId,
    cases: z
      .array(z.strictObject({ if: flowTest, next }))
      .min(1)
      .max(20),
    otherwise: next,
  }),
  z.strictObject({
    kind: z.literal('collect'),
    id: stepId,
    text: words,
    field: z.union([z.enum(['name', 'email', 'phone']), answerName]),
    check: answerCheck,
    again: words.describe('what is said when the answer does not fit'),
    attempts: z.number().int().min(1).max(10),
    next,
    failed: next.describe('after the last attempt'),
  }),
  z.strictObject({
    kind: z.literal('answer'),
    id: stepId,
    text: text(LIMITS.textLength).describe('said first; may be empty'),
    next: next.describe('once it was answered from the articles'),
    otherwise: next.describe('when the articles do not say it'),
  }),
  z.strictObject({ kind: z.literal('tag'), id: stepId, tags: tags.min(1), next }),
  z.strictObject({ kind: z.literal('route'), id: stepId, groupId: id, next }),
  z.strictObject({ kind: z.literal('hand_over'), id: stepId, text: text(LIMITS.textLength) }),
  z.strictObject({
    kind: z.literal('close'),
    id: stepId,
    text: text(LIMITS.textLength),
    resolved: z.boolean().default(true),
  }),
])

/** A flow as it is edited, exported and imported. */
export const flow = z
  .strictObject({ start: stepId, steps: z.array(flowStep).min(1).max(200) })
  .meta({ id: 'BotFlow' })

/** A mistake keeps a flow from being published; a hint does not. */
export const flowProblem = z.object({
  level: z.enum(['mistake', 'hint']),
  stepId: z.string().nullable(),
  message: z.string(),
})

export const flowDraft = z
  .object({
    flow,
    problems: z.array(flowProblem),
    updatedAt: timestamp.nullable(),
    publishedVersion: z.number().int().nullable(),
    differs: z.boolean().describe('from what is published'),
  })
  .meta({ id: 'BotFlowDraft' })
export const flowVersion = z
  .object({
    version: z.number().int(),
    publishedAt: timestamp,
    publishedBy: z.string().nullable(),
    note: z.string(),
    steps: z.number().int(),
    isCurrent: z.boolean(),
  })
  .meta({ id: 'BotFlowVersion' })
export const publishBody = z.strictObject({ note: text(LIMITS.titleLength).default('') })

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

/** One turn of the test chat beside the editor; `state` goes back as it came. */
export const tryBody = z.strictObject({
  flow: flow.optional().describe('left out: the draft'),
  state: z.record(z.string(), z.unknown()).nullable(),
  message: z
    .strictObject({ text: text(LIMITS.textLength, 1), value: text(LIMITS.valueLength).optional() })
    .nullable()
    .describe('null: the conversation begins'),
  visitor: z
    .strictObject({
      name: text(LIMITS.nameLength).optional(),
      language: language.optional(),
      attributes: attributes.optional(),
    })
    .default({}),
  isOpen: z.boolean().default(true),
})
export const tryReply = z.object({
  replies: z.array(botReply),
  actions: z.array(botAction),
  state: z.record(z.string(), z.unknown()),
  path: z.array(z.string()).describe('the steps it went through'),
})

export type BotKind = z.infer<typeof botKind>
export type Bot = z.infer<typeof bot>
export type BotTurn = z.infer<typeof botTurn>
export type BotTurnAnswer = z.infer<typeof botTurnAnswer>
export type LateBotAnswer = z.infer<typeof lateBotAnswer>
export type BotWebhookWithSecret = z.infer<typeof botWebhookWithSecret>
export type BotWebhookTest = z.infer<typeof botWebhookTest>
export type BotChange = z.infer<typeof botChange>
export type HandOverReason = z.infer<typeof handOverReason>
export type Flow = z.infer<typeof flow>
export type FlowStep = z.infer<typeof flowStep>
export type FlowTest = z.infer<typeof flowTest>
export type AnswerCheck = z.infer<typeof answerCheck>
export type FlowProblem = z.infer<typeof flowProblem>
export type FlowDraft = z.infer<typeof flowDraft>
export type FlowVersion = z.infer<typeof flowVersion>
export type BotReply = z.infer<typeof botReply>
export type BotAction = z.infer<typeof botAction>
export type TryBody = z.infer<typeof tryBody>
export type TryReply = z.infer<typeof tryReply>

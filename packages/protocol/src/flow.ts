import { z } from 'zod'
import { answerName, botAction, botReply } from './bot.ts'
import { tags } from './conversation.ts'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { carouselCard, quickReplyOption } from './message.ts'
import { language, text } from './text.ts'
import { attributes } from './visitor.ts'

/** The flows of the rule bot, and what the test chat beside the editor says. */

const stepId = text(40, 1).regex(/^[A-Za-z0-9_-]+$/, { error: 'must be letters, digits, _ and -' })
/** Where it goes on; null: the flow ends, and what the visitor writes next goes to people. */
const next = stepId.nullable()
/** `{{name}}` and the like stand for what is known of the visitor; `{{name|there}}` says what stands there otherwise. */
const words = text(LIMITS.textLength, 1)
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

export type Flow = z.infer<typeof flow>
export type FlowStep = z.infer<typeof flowStep>
export type FlowTest = z.infer<typeof flowTest>
export type AnswerCheck = z.infer<typeof answerCheck>
export type FlowProblem = z.infer<typeof flowProblem>
export type FlowDraft = z.infer<typeof flowDraft>
export type FlowVersion = z.infer<typeof flowVersion>
export type TryBody = z.infer<typeof tryBody>
export type TryReply = z.infer<typeof tryReply>

import { z } from 'zod'
import { id } from './ids.ts'
import { LIMITS } from './limits.ts'
import { language, text } from './text.ts'

/** Help for agents. All of it is a proposal: nothing is sent before an agent sends it. */

export const suggestion = z.object({
  kind: z.enum(['article', 'canned', 'conversation']),
  id: id.describe('of the article, the canned response or the closed conversation'),
  title: z.string(),
  text: z.string().describe('to put into the composer'),
  likeness: z.number().min(0).max(1).describe('how sure that it fits'),
})
export const suggestions = z
  .object({
    question: z.string().describe('what they are for; empty: the visitor has said nothing'),
    items: z.array(suggestion).describe('best first'),
    hasModel: z.boolean().describe('whether a language model is set, which translating needs'),
  })
  .meta({ id: 'Suggestions' })

export const summaryBody = z.strictObject({ language: language.default('en') })
export const summary = z
  .object({
    text: z.string(),
    by: z
      .enum(['model', 'extract'])
      .describe('extract: no language model is set, so these are the last words'),
  })
  .meta({ id: 'Summary' })

export const translationBody = z
  .strictObject({
    language: language.describe('into which'),
    messageIds: z.array(id).max(50).optional().describe('messages of the conversation'),
    text: text(LIMITS.textLength, 1).optional().describe('or words that are still to be sent'),
  })
  .refine(({ messageIds, text }) => (messageIds === undefined) !== (text === undefined), {
    path: ['messageIds'],
    error: 'either these or text',
  })
export const translation = z
  .object({
    items: z.array(z.object({ messageId: id.nullable(), text: z.string() })),
  })
  .meta({ id: 'Translation' })

export type Suggestion = z.infer<typeof suggestion>
export type Suggestions = z.infer<typeof suggestions>
export type Summary = z.infer<typeof summary>
export type TranslationBody = z.infer<typeof translationBody>
export type Translation = z.infer<typeof translation>

import { z } from 'zod'
import { timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { label, text } from './text.ts'

/** A language model behind the chat protocol that most servers speak; none is set until somebody sets one. */

/** What it is asked for. */
export const modelPurpose = z.enum(['bot', 'summary', 'translation', 'suggestion', 'test'])

const fields = {
  baseUrl: text(LIMITS.urlLength, 1)
    .refine((value) => /^https?:\/\//i.test(value) && URL.canParse(value), {
      error: 'must be an address such as https://models.example.com/v1',
    })
    .describe('`/chat/completions` is added to it'),
  model: label(LIMITS.titleLength),
  masksPersonalData: z
    .boolean()
    .describe(
      'addresses, long numbers and what is known of the visitor are replaced before anything is sent',
    ),
  tokensPerMonth: z
    .number()
    .int()
    .min(1)
    .max(1_000_000_000_000)
    .describe('then nothing is asked until the next'),
  costPerMonth: z.number().min(0).max(1_000_000_000).nullable().describe('in the currency of the prices'),
  inputPrice: z.number().min(0).max(1_000_000).describe('of a million tokens sent'),
  outputPrice: z.number().min(0).max(1_000_000).describe('of a million tokens answered'),
}
export const modelBody = z.strictObject({
  ...fields,
  masksPersonalData: fields.masksPersonalData.default(true),
  tokensPerMonth: fields.tokensPerMonth.default(2_000_000),
  costPerMonth: fields.costPerMonth.default(null),
  inputPrice: fields.inputPrice.default(0),
  outputPrice: fields.outputPrice.default(0),
  apiKey: text(1_000, 1)
    .nullable()
    .optional()
    .describe('left out: the one that is there stays, as long as the server is the same; null: none'),
})
export const languageModel = z
  .object({
    settings: z
      .object({
        ...fields,
        hasKey: z.boolean(),
        failure: z
          .object({ at: timestamp, detail: z.string() })
          .nullable()
          .describe('of the newest request, if it failed'),
      })
      .nullable()
      .describe('null: none is set'),
    usedThisMonth: z.array(
      z.object({
        purpose: modelPurpose,
        requests: z.number().int(),
        failures: z.number().int(),
        inputTokens: z.number(),
        outputTokens: z.number(),
        cost: z.number(),
      }),
    ),
  })
  .meta({ id: 'LanguageModel' })
export const modelTest = z.object({ ok: z.boolean(), detail: z.string() }).meta({ id: 'LanguageModelTest' })

export type ModelPurpose = z.infer<typeof modelPurpose>
export type ModelBody = z.infer<typeof modelBody>
export type LanguageModel = z.infer<typeof languageModel>
export type ModelTest = z.infer<typeof modelTest>

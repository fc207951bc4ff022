import { z } from 'zod'
import { id } from './ids.ts'
import { LIMITS } from './limits.ts'
import { label, language, text } from './text.ts'

/** What an app sets for its widget beside its looks. */

const words = z
  .union([label(LIMITS.titleLength), z.record(language, label(LIMITS.titleLength))])
  .describe('one text, or one for each language: `{"en": "Name", "de": "Ihr Name"}`')

const webAddress = text(LIMITS.urlLength, 1).regex(/^(https:\/\/|\/)/, {
  error: 'must be an https address, or a path of this server',
})

/** A field of the form before the first message. */
export const prechatField = z
  .strictObject({
    name: label(LIMITS.nameLength).describe(
      'under which the answer is kept; `name`, `email` and `phone` are who the visitor says to be',
    ),
    label: words.optional(),
    type: z
      .enum(['text', 'textarea', 'email', 'phone', 'select', 'checkbox', 'group', 'consent'])
      .default('text')
      .describe('`group`: one of the groups that may be chosen; `consent`: a checkbox with a link'),
    required: z.boolean().optional(),
    options: z
      .array(
        z.union([
          label(LIMITS.titleLength),
          z.strictObject({ value: label(LIMITS.titleLength), label: words }),
        ]),
      )
      .max(LIMITS.formOptions)
      .optional()
      .describe('of a select'),
    pattern: text(LIMITS.valueLength, 1)
      .refine(isPattern, { error: 'must be a regular expression' })
      .optional()
      .describe('a regular expression that the whole answer must fit'),
    link: webAddress.optional().describe('what a consent is given to'),
  })
  .meta({ id: 'PrechatField' })

export const prechatForm = z.strictObject({
  enabled: z.boolean(),
  fields: z.array(prechatField).max(LIMITS.prechatAnswers),
})

export const sound = z.strictObject({
  enabled: z.boolean(),
  url: webAddress.optional().describe('left out: two soft notes'),
})

/** The hours as visitors read them; who keeps them is the calendar of the app. */
export const businessHours = z.strictObject({ enabled: z.boolean(), hours: label(LIMITS.hoursTextLength) })

/** The greeting shows once everything that is given here has come true. */
export const greetingRules = z.strictObject({
  enabled: z.boolean().optional(),
  afterSeconds: z.number().int().min(0).max(3_600).optional(),
  urlPattern: text(LIMITS.urlLength, 1)
    .optional()
    .describe('`*` stands for anything: `/cart*`, or with the origin `https://shop.example/cart*`'),
  scrollPercent: z.number().int().min(1).max(100).optional(),
  exitIntent: z.boolean().optional().describe('the pointer leaves the page at its top'),
  visitors: z.enum(['all', 'new', 'returning']).optional(),
  oncePerVisitor: z.boolean().optional(),
  onlyOnline: z.boolean().optional(),
})

export const widgetSettings = {
  prechatForm: prechatForm.nullable(),
  sound: sound.nullable(),
  businessHours: businessHours.nullable(),
  greetingRules: greetingRules.nullable(),
  typingPreview: z
    .boolean()
    .describe(
      'agents see what a visitor has typed and not yet sent, and the chat says so; off unless it is set',
    ),
}
export const choosableGroupIds = z
  .array(id)
  .max(LIMITS.formOptions)
  .describe('which groups the form may offer')

/** The same without a visitor, for those who only want to know whether somebody is there. */
export const availabilityQuery = z.strictObject({ appId: text(LIMITS.nameLength, 1) })

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u') instanceof RegExp
  } catch {
    return false
  }
}

export type PrechatField = z.infer<typeof prechatField>
export type GreetingRules = z.infer<typeof greetingRules>
export type WidgetSettings = {
  [Name in keyof typeof widgetSettings]: z.infer<(typeof widgetSettings)[Name]>
} & { choosableGroupIds: string[] }

import { z } from 'zod'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { json, label, text } from './text.ts'

/** The page a visitor looks at. */
export const page = z.strictObject({
  url: text(LIMITS.urlLength),
  title: text(LIMITS.nameLength).optional(),
  referrer: text(LIMITS.urlLength).optional(),
})

export const email = z.email().max(LIMITS.emailLength)

/** The customer's own facts about a visitor, shown to agents. */
export const attributes = z
  .record(text(LIMITS.nameLength, 1), json)
  .refine((value) => Object.keys(value).length <= LIMITS.attributes, {
    error: `at most ${LIMITS.attributes} attributes`,
  })

/** What a visitor says of themselves; never proof of anything. */
export const visitorProfile = z.strictObject({
  name: label(LIMITS.nameLength).optional(),
  email: email.optional(),
  phone: text(LIMITS.phoneLength).optional(),
  attributes: attributes.optional(),
})

export const visitor = z
  .object({
    id,
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    attributes: z.record(z.string(), z.unknown()),
    verified: z.boolean().describe("true only after the customer's site proved who this is"),
    externalId: z.string().nullable().describe("the id that the customer's site proved"),
    language: z.string().nullable(),
    timeZone: z.string().nullable(),
    page: z
      .object({ url: z.string(), title: z.string().nullable(), referrer: z.string().nullable() })
      .nullable(),
    createdAt: timestamp,
    lastSeenAt: timestamp,
  })
  .meta({ id: 'Visitor' })

export type Visitor = z.infer<typeof visitor>
export type VisitorProfile = z.infer<typeof visitorProfile>
export type Page = z.infer<typeof page>

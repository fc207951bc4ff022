import { z } from 'zod'
import { agent, password } from './agent.ts'
import { conversation, conversationStatus, priority, tag, tags } from './conversation.ts'
import { id, seq, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { label, text } from './text.ts'
import { email, page, visitor, visitorProfile } from './visitor.ts'

/** Bodies and answers of the REST interface that are not a message, a conversation or a command's payload. */

/** A page of a list: hand `nextCursor` back as `?cursor=`; null after the last. */
export function list<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}
export const listQuery = z.object({
  cursor: text(LIMITS.urlLength, 1).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageSizeMax).default(LIMITS.pageSizeDefault),
})

export const language = text(35, 2).regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, {
  error: 'must be a language tag such as de or pt-BR',
})
export const timeZone = text(64, 1)

/** A colour of the page, `#rgb` or `#rrggbb`. */
export const color = z
  .string()
  .regex(/^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/, { error: 'must be #rgb or #rrggbb' })

/** How the widget looks and speaks: the app's stored settings; values on the page win over them. */
export const widgetConfig = z
  .object({
    appId: z.string(),
    name: z.string(),
    position: z.enum(['bottom-right', 'bottom-left']),
    color: z.string(),
    greeting: z.string().nullable(),
    language: z.string().nullable(),
  })
  .meta({ id: 'WidgetConfig' })

/** The proof of identity: a JWT (HS256), or an id with its HMAC-SHA256 in hex. */
export const identity = z.union([
  z.strictObject({ token: text(8_192, 1) }),
  z.strictObject({ id: label(LIMITS.nameLength), hash: text(128, 1) }),
])

export const sessionRequest = z.strictObject({
  appId: text(LIMITS.nameLength, 1),
  visitorToken: text(512).nullish(),
  identity: identity.nullish(),
  visitor: visitorProfile.optional(),
  page: page.optional(),
  language: language.optional(),
  timeZone: timeZone.optional(),
})
export const sessionReply = z.object({
  visitorToken: z.string(),
  visitor,
  config: widgetConfig,
  online: z.boolean(),
  nextOpening: timestamp.nullable(),
  conversations: z.array(conversation),
})

export const setupRequest = z.strictObject({
  token: text(512, 1),
  name: label(LIMITS.nameLength),
  email,
  password,
})
export const loginRequest = z.strictObject({
  email: text(LIMITS.emailLength, 1),
  password: text(LIMITS.passwordLength, 1),
  totp: text(64).optional(),
})
export const loginReply = z.object({ token: z.string(), agent })

export const upload = z
  .object({
    url: z.string().describe('a path of this server'),
    name: z.string(),
    size: z.number().int().describe('bytes'),
    mimeType: z.string().describe('found from the content, not from the name'),
    width: z.number().int().optional(),
    height: z.number().int().optional(),
  })
  .meta({ id: 'Upload' })

/** `view` names the dashboard's lists; `status` and `assignee` filter on their own. */
export const conversationQuery = listQuery.extend({
  status: conversationStatus.or(z.literal('open')).optional(),
  assignee: z.union([z.literal('me'), z.literal('none'), id]).optional(),
  groupId: id.optional(),
  priority: priority.optional(),
  tag: tag.optional(),
  q: text(200).optional(),
})
export const messageQuery = z.object({
  cursor: text(LIMITS.urlLength, 1).optional(),
  beforeSeq: z.coerce.number().pipe(seq).optional(),
  afterSeq: z.coerce.number().pipe(seq).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageSizeMax).default(LIMITS.pageSizeDefault),
})
export const tagsBody = z.strictObject({ tags })

/** The seed's shape; `shortcut` begins with a slash. */
const cannedFields = {
  title: label(LIMITS.titleLength),
  content: text(LIMITS.textLength, 1),
  category: text(LIMITS.titleLength),
  tags,
  shortcut: text(50, 2).regex(/^\/\S+$/, { error: 'must begin with a slash and have no spaces' }),
}
export const cannedResponse = z.object({ id, ...cannedFields }).meta({ id: 'CannedResponse' })
export const newCannedResponse = z.strictObject({
  ...cannedFields,
  category: cannedFields.category.default('General'),
  tags: tags.default([]),
})
export const cannedResponseChange = z.strictObject(cannedFields).partial()

export const group = z.object({ id, name: z.string(), agentIds: z.array(id) }).meta({ id: 'Group' })
export const newGroup = z.strictObject({
  name: label(LIMITS.titleLength),
  agentIds: z.array(id).max(1_000).default([]),
})
export const groupChange = z
  .strictObject({
    name: label(LIMITS.titleLength),
    agentIds: z.array(id).max(1_000),
  })
  .partial()

export const app = z
  .object({
    id,
    appId: z.string(),
    name: z.string(),
    allowedOrigins: z.array(z.string()).describe('an empty list allows every origin'),
    position: widgetConfig.shape.position,
    color: z.string(),
    greeting: z.string().nullable(),
    language: z.string().nullable(),
    identitySecret: z.string().describe("signs the proofs of identity; for the customer's server only"),
  })
  .meta({ id: 'App' })
const appFields = {
  name: label(LIMITS.titleLength),
  allowedOrigins: z.array(text(LIMITS.urlLength, 1)).max(100),
  position: widgetConfig.shape.position,
  color,
  greeting: text(500).nullable(),
  language: language.nullable(),
}
export const newApp = z.strictObject({
  ...z.strictObject(appFields).partial().shape,
  appId: text(63, 1).regex(/^[a-z0-9][a-z0-9-]*$/, {
    error: 'must be lower-case letters, digits and hyphens',
  }),
  name: appFields.name,
})
export const appChange = z.strictObject(appFields).partial()

export type WidgetConfig = z.infer<typeof widgetConfig>
export type SessionRequest = z.input<typeof sessionRequest>
export type SessionReply = z.infer<typeof sessionReply>
export type LoginReply = z.infer<typeof loginReply>
export type Upload = z.infer<typeof upload>
export type ConversationQuery = z.infer<typeof conversationQuery>
export type CannedResponse = z.infer<typeof cannedResponse>
export type Group = z.infer<typeof group>
export type App = z.infer<typeof app>
export type List<T> = { items: T[]; nextCursor: string | null }

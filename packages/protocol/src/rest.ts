import { z } from 'zod'
import { maxChats, password, skills } from './agent.ts'
import { hoursText } from './calendar.ts'
import { conversation, conversationStatus, priority, tag, tags } from './conversation.ts'
import { fieldError } from './errors.ts'
import { id, seq } from './ids.ts'
import { UPLOAD_PATH } from './message.ts'
import { LIMITS } from './limits.ts'
import { availability, calendarId, formField, minutes, queueItem, queueOfGroup, seconds } from './routing.ts'
import { label, language, text } from './text.ts'
import { email, page, visitor, visitorProfile } from './visitor.ts'
import { choosableGroupIds, widgetSettings } from './widget.ts'

/** Bodies and answers of the REST interface that are not a message, a conversation or a command's payload. */

/** A page of a list: hand `nextCursor` back as `?cursor=`; null after the last. */
export function list<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}
export const listQuery = z.object({
  cursor: text(LIMITS.urlLength, 1).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageSizeMax).default(LIMITS.pageSizeDefault),
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
    ...widgetSettings,
    groups: z
      .array(z.object({ id, name: z.string() }))
      .describe('those that the form before the first message may offer'),
  })
  .meta({ id: 'WidgetConfig' })

/** The proof of identity: a JWT (HS256), or an id with its HMAC-SHA256 in hex. */
export const identity = z.union([
  z.strictObject({ token: text(8_192, 1) }),
  z.strictObject({ id: label(LIMITS.nameLength), hash: text(128, 1) }),
])

/** Hours that a page gives its visitors in the text form; with `enabled: false` it is always open. */
export const pageHours = z.discriminatedUnion('enabled', [
  z.object({ enabled: z.literal(true), hours: hoursText }),
  z.object({ enabled: z.literal(false) }),
])

export const sessionRequest = z.strictObject({
  appId: text(LIMITS.nameLength, 1),
  visitorToken: text(512).nullish(),
  identity: identity.nullish(),
  visitor: visitorProfile.optional(),
  page: page.optional(),
  language: language.optional(),
  timeZone: timeZone.optional(),
  businessHours: z
    .unknown()
    .optional()
    .describe(
      '`{enabled, hours}` as the page has it: wins over the calendars of group and app for this visitor. What makes no sense is put aside with a line in `warnings`.',
    ),
})
export const sessionReply = z.object({
  visitorToken: z.string(),
  visitor,
  config: widgetConfig,
  ...availability.shape,
  conversations: z.array(conversation),
  warnings: z.array(fieldError).optional().describe('what of the request was put aside, and why'),
})

export const setupRequest = z.strictObject({
  token: text(512, 1),
  name: label(LIMITS.nameLength),
  email,
  password,
})
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
/** What goes along with the text: uploads of this server. */
const cannedAttachment = z.strictObject({
  ...upload.shape,
  url: text(LIMITS.urlLength, 1).regex(UPLOAD_PATH, { error: 'must be the url of an upload' }),
  name: label(LIMITS.nameLength),
})
const cannedReach = {
  scope: z.enum(['everybody', 'group', 'personal']).describe('who finds it; `group` names one in `groupId`'),
  groupId: id.nullable(),
  language: language.nullable().describe('for visitors who speak it; null: for all'),
  attachments: z.array(cannedAttachment).max(LIMITS.cannedAttachments),
}
export const cannedResponse = z
  .object({ id, ...cannedFields, ...cannedReach, uses: z.number().int().describe('how often it was taken') })
  .meta({ id: 'CannedResponse' })
export const newCannedResponse = z.strictObject({
  ...cannedFields,
  scope: cannedReach.scope.default('everybody'),
  groupId: cannedReach.groupId.default(null),
  language: cannedReach.language.default(null),
  attachments: cannedReach.attachments.default([]),
  category: cannedFields.category.default('General'),
  tags: tags.default([]),
})
export const cannedResponseChange = z.strictObject({ ...cannedFields, ...cannedReach }).partial()

export const cannedFormat = z.enum(['csv', 'json'])
/** A table or a list as the export writes it; columns and fields that are left out have their usual values. */
export const cannedImport = z.strictObject({
  format: cannedFormat,
  text: text(LIMITS.httpBodyBytes, 1),
})
export const cannedImportReply = z.object({
  added: z.number().int(),
  changed: z.number().int().describe('those of which scope, language and shortcut were there already'),
  problems: z
    .array(z.object({ line: z.number().int().describe('which of them, from 1'), message: z.string() }))
    .describe('of those that were left out'),
})

/** A member, and how many conversations of the group at once; null: as many as the agent takes at all. */
const groupMember = z.strictObject({ agentId: id, maxChats: maxChats.nullable() })
const groupFields = {
  name: label(LIMITS.titleLength),
  routing: z.enum(['automatic', 'manual']).describe('manual: agents take conversations themselves'),
  skills: skills.describe('what every agent must have who answers for this group'),
  matchLanguage: z.boolean().describe("whether the agent must speak the visitor's language"),
  relaxAfterSeconds: seconds
    .nullable()
    .describe('then skills and language are no longer asked for; null: never'),
  overflowGroupId: id.nullable().describe('where conversations go that wait too long'),
  overflowAfterMinutes: minutes.nullable().describe('how long is too long; null: never'),
  overflowWhenNobodyOnline: z.boolean(),
  greeting: text(LIMITS.greetingLength).nullable().describe('what the visitor reads when an agent has it'),
  offerTimeoutMinutes: minutes
    .nullable()
    .describe('without a reply for so long it goes to the next agent; null: never'),
  silenceMinutes: minutes.nullable().describe('a visitor silent for so long does not count against capacity'),
  autoCloseMinutes: minutes
    .nullable()
    .describe('a visitor silent for so long: it is closed, with a word before'),
  calendarId,
}
export const group = z
  .object({
    id,
    isDefault: z.boolean().describe('new agents join it, and conversations without a group go there'),
    ...groupFields,
    agentIds: z.array(id),
    members: z.array(groupMember),
  })
  .meta({ id: 'Group' })
/** `members` says more than `agentIds`; where both are given it is taken. */
const groupBody = z.strictObject({
  ...groupFields,
  agentIds: z.array(id).max(LIMITS.members),
  members: z.array(groupMember).max(LIMITS.members),
})
export const newGroup = z.strictObject({ ...groupBody.partial().shape, name: groupFields.name })
export const groupChange = groupBody.partial()

/** How strict an app is with proofs of identity. */
export const identityPolicy = z
  .enum(['optional', 'strict', 'required'])
  .describe(
    'optional: a proof is checked where there is one; strict: only a JWT with `aud` (the appId) and an `exp` at most 24 h ahead is one; required: strict, and nobody chats without',
  )

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
    ...widgetSettings,
    choosableGroupIds,
    previousAgentFirst: z.boolean().describe('a visitor who comes back is led to the agent of last time'),
    reopenDays: z
      .number()
      .int()
      .describe("so long a visitor's next message opens a closed conversation again"),
    closeForm: z.array(formField).nullable().describe('what agents are asked when they close'),
    calendarId,
    messageWhenNobodyOnline: z.boolean().describe('with nobody online visitors leave a message'),
    keepConversationsDays: z
      .number()
      .int()
      .nullable()
      .describe('closed conversations are removed so long after; null: nobody removes them'),
    keepFilesDays: z
      .number()
      .int()
      .nullable()
      .describe('files in conversations are removed so long after; null: with the conversation'),
    identitySecret: z.string().describe("signs the proofs of identity; for the customer's server only"),
    previousIdentitySecret: z
      .string()
      .nullable()
      .describe('the one before, which proves as much until it is ended'),
    identityPolicy,
  })
  .meta({ id: 'App' })
const keptDays = z.number().int().min(1).max(LIMITS.keptDays).nullable()
const appFields = {
  name: label(LIMITS.titleLength),
  allowedOrigins: z.array(text(LIMITS.urlLength, 1)).max(100),
  position: widgetConfig.shape.position,
  color,
  greeting: text(500).nullable(),
  language: language.nullable(),
  ...widgetSettings,
  choosableGroupIds,
  identityPolicy,
  previousAgentFirst: z.boolean(),
  reopenDays: z.number().int().min(0).max(LIMITS.days),
  closeForm: z.array(formField).max(LIMITS.formFields).nullable(),
  calendarId,
  messageWhenNobodyOnline: z.boolean(),
  keepConversationsDays: keptDays,
  keepFilesDays: keptDays,
}
export const newApp = z.strictObject({
  ...z.strictObject(appFields).partial().shape,
  appId: text(63, 1).regex(/^[a-z0-9][a-z0-9-]*$/, {
    error: 'must be lower-case letters, digits and hyphens',
  }),
  name: appFields.name,
})
export const appChange = z.strictObject(appFields).partial()

/** What agents are asked at closing, by app; apps that ask nothing are left out. */
export const closingForms = list(z.object({ appId: z.string(), fields: z.array(formField) })).meta({
  id: 'ClosingForms',
})

/** What holds for the whole installation. */
export const settings = z
  .object({
    awayAfterMinutes: minutes
      .nullable()
      .describe('an agent whom no device has seen for so long is away; null: never'),
    answeredKeepMinutes: minutes.describe('how long an agent who is gone keeps what they have answered'),
    requireSecondFactor: z
      .boolean()
      .describe('whoever signs in with a password has to set up a second factor before anything else'),
  })
  .meta({ id: 'Settings' })
export const settingsChange = z.strictObject(settings.shape).partial()

export const queueQuery = listQuery.extend({ groupId: id.optional() })
export const queueReply = z
  .object({ items: z.array(queueItem), nextCursor: z.string().nullable(), groups: z.array(queueOfGroup) })
  .meta({ id: 'Queue' })

export type WidgetConfig = z.infer<typeof widgetConfig>
export type SessionRequest = z.input<typeof sessionRequest>
export type SessionReply = z.infer<typeof sessionReply>
export type Upload = z.infer<typeof upload>
export type ConversationQuery = z.infer<typeof conversationQuery>
export type CannedResponse = z.infer<typeof cannedResponse>
export type CannedImportReply = z.infer<typeof cannedImportReply>
export type Group = z.infer<typeof group>
export type App = z.infer<typeof app>
export type GroupBody = z.infer<typeof groupChange>
export type ClosingForms = z.infer<typeof closingForms>
export type Settings = z.infer<typeof settings>
export type QueueReply = z.infer<typeof queueReply>
export type List<T> = { items: T[]; nextCursor: string | null }

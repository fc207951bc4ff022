import { z } from 'zod'
import { clientId, id, seq, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { json, label, text } from './text.ts'

/** A path of this server's uploads, or an https address of elsewhere (which only agents, bots and the API may send). */
export const UPLOAD_PATH = /^\/uploads\/[A-Za-z0-9_-]+\/[^/\\]+$/
const mediaUrl = text(LIMITS.urlLength, 1).refine(
  (value) => UPLOAD_PATH.test(value) || isUrl(value, ['https:']),
  { error: 'must be the url of an upload or an https address' },
)
const linkUrl = text(LIMITS.valueLength, 1)

function isUrl(value: string, protocols: readonly string[]): boolean {
  const url = URL.parse(value)
  return url !== null && protocols.includes(url.protocol)
}

/** `value` is the machine's word for the option, when the text answers a quick reply or a carousel's button. */
export const textContent = z.strictObject({
  text: text(LIMITS.textLength, 1),
  value: text(LIMITS.valueLength).optional(),
})
export const imageContent = z.strictObject({
  url: mediaUrl,
  name: label(LIMITS.nameLength),
  width: z.number().int().positive().max(100_000).optional(),
  height: z.number().int().positive().max(100_000).optional(),
  size: z.number().int().nonnegative().optional(),
  alt: text(LIMITS.altLength).optional(),
})
export const fileContent = z.strictObject({
  url: mediaUrl,
  name: label(LIMITS.nameLength),
  size: z.number().int().nonnegative(),
  mimeType: text(LIMITS.nameLength).optional(),
})
export const quickReplyOption = z.strictObject({
  title: label(LIMITS.titleLength),
  value: text(LIMITS.valueLength),
  imageUrl: mediaUrl.optional(),
})
export const quickReplyContent = z.strictObject({
  text: text(LIMITS.textLength).optional(),
  options: z.array(quickReplyOption).min(1).max(LIMITS.quickReplyOptions),
})
export const carouselButton = z
  .strictObject({ title: label(LIMITS.titleLength), type: z.enum(['link', 'reply']), value: linkUrl })
  .refine(
    (button) => button.type === 'reply' || isUrl(button.value, ['https:', 'http:', 'mailto:', 'tel:']),
    {
      path: ['value'],
      error: 'must be an http, https, mailto or tel address',
    },
  )
export const carouselCard = z.strictObject({
  title: label(LIMITS.titleLength),
  subtitle: text(LIMITS.subtitleLength).optional(),
  imageUrl: mediaUrl.optional(),
  buttons: z.array(carouselButton).max(LIMITS.cardButtons).optional(),
})
export const carouselContent = z.strictObject({
  cards: z.array(carouselCard).min(1).max(LIMITS.carouselCards),
})
export const systemContent = z.strictObject({
  message: text(LIMITS.systemMessageLength, 1),
  event: text(LIMITS.nameLength).optional(),
  data: z.record(z.string(), json).optional(),
})

const contentByType = {
  text: textContent,
  image: imageContent,
  file: fileContent,
  quick_reply: quickReplyContent,
  carousel: carouselContent,
  system: systemContent,
} as const

export const messageType = z.enum(['text', 'image', 'file', 'quick_reply', 'carousel', 'system'])
export const senderType = z.enum(['user', 'agent', 'bot', 'system'])
export const visibility = z.enum(['all', 'note'])

/** The six kinds of message, `type` and `content` together, with more fields beside them. */
function eachType<Shape extends z.ZodRawShape>(
  fields: Shape,
  object: typeof z.object | typeof z.strictObject,
) {
  const kind = <T extends z.infer<typeof messageType>>(type: T) =>
    object({ ...fields, type: z.literal(type), content: contentByType[type] })
  return [
    kind('text'),
    kind('image'),
    kind('file'),
    kind('quick_reply'),
    kind('carousel'),
    kind('system'),
  ] as const
}

/** What JSON and UTF-8 make of one unit of UTF-16, at most: a control character is written with six letters. */
const BYTES_PER_UNIT = 6
const EMPTY_TEXT_BYTES = JSON.stringify({ text: '' }).length
/** Nearly all there is: it need not be written out to be measured. */
const isShortText = (content: { text?: string }) =>
  content.text !== undefined &&
  content.text.length * BYTES_PER_UNIT + EMPTY_TEXT_BYTES <= LIMITS.contentBytes &&
  Object.keys(content).length === 1
const fitsOneMessage = ({ content }: { content: object }) =>
  isShortText(content) || new TextEncoder().encode(JSON.stringify(content)).length <= LIMITS.contentBytes
const tooLarge = { path: ['content'], error: `must be at most ${LIMITS.contentBytes} bytes of JSON` }

/** The first message of a conversation, sent with `conversation:start`. */
export const firstMessage = z
  .discriminatedUnion('type', [...eachType({ clientId }, z.strictObject)])
  .refine(fitsOneMessage, tooLarge)

/** What a sender says; the rest of a {@link Message} is the server's word. */
export const newMessage = z
  .discriminatedUnion('type', [
    ...eachType(
      { conversationId: id, clientId, replyTo: id.optional(), visibility: visibility.optional() },
      z.strictObject,
    ),
  ])
  .refine(fitsOneMessage, tooLarge)

/** The same over REST, where the address names the conversation and the clientId may be left to the server. */
export const newMessageBody = z
  .discriminatedUnion('type', [
    ...eachType(
      { clientId: clientId.optional(), replyTo: id.optional(), visibility: visibility.optional() },
      z.strictObject,
    ),
  ])
  .refine(fitsOneMessage, tooLarge)

/** A stored message, as one reader may see it (contract, section 3). */
export const message = z
  .discriminatedUnion('type', [
    ...eachType(
      {
        id,
        conversationId: id,
        clientId: z.string().nullable(),
        seq: seq.describe('position in the conversation as this reader may see it: 1, 2, 3 … without gaps'),
        senderId: z.string(),
        senderType,
        senderName: z.string().nullable(),
        visibility: visibility.describe('notes exist for agents only'),
        replyTo: id.nullable(),
        timestamp,
        read: z.boolean().describe('read by the other side'),
      },
      z.object,
    ),
  ])
  .meta({ id: 'Message' })

export type MessageType = z.infer<typeof messageType>
export type SenderType = z.infer<typeof senderType>
export type Visibility = z.infer<typeof visibility>
export type Message = z.infer<typeof message>
export type MessageContent = Message['content']
export type NewMessage = z.infer<typeof newMessage>
export type FirstMessage = z.infer<typeof firstMessage>
export type TextContent = z.infer<typeof textContent>
export type ImageContent = z.infer<typeof imageContent>
export type FileContent = z.infer<typeof fileContent>
export type QuickReplyContent = z.infer<typeof quickReplyContent>
export type QuickReplyOption = z.infer<typeof quickReplyOption>
export type CarouselContent = z.infer<typeof carouselContent>
export type CarouselCard = z.infer<typeof carouselCard>
export type CarouselButton = z.infer<typeof carouselButton>
export type SystemContent = z.infer<typeof systemContent>

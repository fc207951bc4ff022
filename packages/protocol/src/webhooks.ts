import { z } from 'zod'
import { conversation } from './conversation.ts'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { message } from './message.ts'
import { breach } from './metrics.ts'
import { text } from './text.ts'

/** What webhooks are told. `ping` is sent on request, to try one out. */
export const WEBHOOK_EVENTS = [
  'conversation.created',
  'conversation.assigned',
  'conversation.closed',
  'conversation.reopened',
  'conversation.rated',
  'message.created',
  'note.created',
  'metrics.breach',
] as const
export const webhookEvent = z.enum([...WEBHOOK_EVENTS, 'ping'])
export type WebhookEvent = z.infer<typeof webhookEvent>
const chosenEvent = z.enum(WEBHOOK_EVENTS)

/** The body that a webhook receives, as JSON. Whatever is told again has the same `id`. */
export const webhookPayload = z
  .object({
    id: id.describe('of what happened; the same in every repetition'),
    event: webhookEvent,
    createdAt: timestamp.describe('when it happened'),
    data: z.object({
      conversation: conversation
        .optional()
        .describe('as agents see it, at the time of the first attempt; missing in a ping and a breach'),
      breach: breach.optional().describe('the target that is missed, in metrics.breach only'),
      message: message.optional().describe('the message or note, in the agents’ positions'),
    }),
  })
  .meta({ id: 'WebhookPayload' })
export type WebhookPayload = z.infer<typeof webhookPayload>

const url = text(LIMITS.urlLength, 1).refine((value) => /^https?:\/\//i.test(value) && URL.canParse(value), {
  error: 'must be an address such as https://example.com/hook',
})

export const webhook = z
  .object({
    id,
    url: z.string(),
    description: z.string(),
    events: z.array(chosenEvent),
    active: z.boolean(),
    state: z
      .enum(['working', 'failing', 'paused', 'off'])
      .describe('failing: the newest attempt failed; paused: too many did, and one is made every 15 minutes'),
    failures: z.number().int().describe('attempts that failed since the last that did not'),
    pausedUntil: timestamp.nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'Webhook' })

/** The answers to making a webhook and to a new secret: the only ones that hold the secret. */
export const webhookWithSecret = z
  .object({ ...webhook.shape, secret: z.string().describe('signs what is sent; it is not shown again') })
  .meta({ id: 'WebhookWithSecret' })

const fields = {
  url,
  description: text(LIMITS.titleLength),
  events: z.array(chosenEvent).min(1).max(WEBHOOK_EVENTS.length),
  active: z.boolean(),
}
export const newWebhook = z.strictObject({
  url: fields.url,
  description: fields.description.default(''),
  events: fields.events.default(['conversation.created', 'conversation.closed', 'message.created']),
  active: fields.active.default(true),
})
export const webhookChange = z.strictObject(fields).partial()

/** One line of a webhook's log. */
export const webhookDelivery = z
  .object({
    id,
    eventId: id,
    event: webhookEvent,
    status: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.number().int(),
    nextAttemptAt: timestamp.nullable(),
    responseStatus: z.number().int().nullable().describe('of the newest attempt; null without an answer'),
    error: z.string().nullable(),
    durationMs: z.number().int().nullable(),
    createdAt: timestamp,
    finishedAt: timestamp.nullable(),
  })
  .meta({ id: 'WebhookDelivery' })
export const webhookDeliveryWithBody = z
  .object({ ...webhookDelivery.shape, body: z.string().describe('what was sent, to the byte') })
  .meta({ id: 'WebhookDeliveryWithBody' })

export type Webhook = z.infer<typeof webhook>
export type WebhookWithSecret = z.infer<typeof webhookWithSecret>
export type WebhookDelivery = z.infer<typeof webhookDelivery>
export type WebhookDeliveryWithBody = z.infer<typeof webhookDeliveryWithBody>

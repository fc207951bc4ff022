import { z } from 'zod'
import { conversation, queuePlace } from './conversation.ts'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { label } from './text.ts'

/** Shapes of queue, routing and its history. */

export const minutes = z.number().int().min(1).max(LIMITS.minutes)
export const seconds = z.number().int().min(1).max(LIMITS.seconds)
export const calendarId = id.nullable().describe('the hours it keeps; null: always open')

/**
 * Whether anybody answers now. `accepts` is `message` outside hours, and with nobody online where the app wants that: what
 * is written then waits for the opening.
 */
export const availability = z.object({
  online: z.boolean(),
  nextOpening: timestamp.nullable(),
  accepts: z.enum(['chat', 'message']),
})

/** A field of a form that an admin makes. */
export const formField = z
  .strictObject({
    name: label(LIMITS.nameLength).describe('under which the answer is kept'),
    label: label(LIMITS.titleLength),
    type: z.enum(['text', 'textarea', 'email', 'phone', 'select', 'checkbox']),
    required: z.boolean().default(false),
    options: z
      .array(z.strictObject({ value: label(LIMITS.titleLength), label: label(LIMITS.titleLength) }))
      .max(LIMITS.formOptions)
      .optional()
      .describe('of a select'),
  })
  .meta({ id: 'FormField' })

/** Why a conversation moved. */
export const assignmentReason = z.enum([
  'started',
  'routed',
  'taken',
  'assigned',
  'transferred',
  'released',
  'agent_offline',
  'offer_timeout',
  'overflow',
  'reopened',
  'snoozed',
  'woken',
  'closed',
  'abandoned',
  'agent_removed',
  'parked',
  'resumed',
])

/** Who answered for it, and whose queue it was; names as they were then. */
const holder = z.object({
  agentId: id.nullable(),
  agentName: z.string().nullable(),
  groupId: id.nullable(),
  groupName: z.string().nullable(),
})

/** One line of a conversation's history: from where to where it went, why, and by whom; null: by itself. */
export const assignment = z
  .object({
    id,
    conversationId: id,
    at: timestamp,
    reason: assignmentReason,
    from: holder,
    to: holder,
    by: z.object({ agentId: id, name: z.string() }).nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'Assignment' })

/** One who waits, as agents see the queue. */
export const queueItem = z.object({
  conversation,
  position: z.number().int(),
  waitingSeconds: z.number().int(),
  estimate: queuePlace.omit({ position: true }),
})

/** The queue of one group; `estimate` is for who would come now. */
export const queueOfGroup = z.object({
  groupId: id,
  name: z.string(),
  waiting: z.number().int(),
  oldestSeconds: z.number().int().nullable(),
  agentsOnline: z.number().int(),
  freeSlots: z.number().int(),
  estimate: queuePlace.omit({ position: true }),
})

export type Availability = z.infer<typeof availability>
export type FormField = z.infer<typeof formField>
export type Assignment = z.infer<typeof assignment>
export type AssignmentReason = z.infer<typeof assignmentReason>
export type QueueItem = z.infer<typeof queueItem>
export type QueueOfGroup = z.infer<typeof queueOfGroup>

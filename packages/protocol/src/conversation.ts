import { z } from 'zod'
import { id, seq, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { message } from './message.ts'
import { label, text } from './text.ts'
import { visitor } from './visitor.ts'

export const conversationStatus = z.enum(['queued', 'active', 'snoozed', 'closed'])
export const priority = z.enum(['low', 'normal', 'high', 'urgent'])
export const tag = label(LIMITS.tagLength)
export const tags = z.array(tag).max(LIMITS.tags)
export const score = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
export const comment = text(LIMITS.commentLength)

/** Why a conversation is closed: by an agent or the visitor, by the visitor's silence, or because the visitor left the queue. */
export const closedReason = z.enum(['agent', 'visitor', 'silence', 'abandoned'])

/** Where a conversation stands in its group's queue. */
export const queuePlace = z.object({
  position: z.number().int().describe('1 is next'),
  estimatedWaitSeconds: z
    .number()
    .nullable()
    .describe('the middle of what is likely; null when too little is known'),
  estimatedWaitRange: z
    .object({ minSeconds: z.number().int(), maxSeconds: z.number().int() })
    .nullable()
    .describe('half of all waits from this place end within it'),
})

/** A conversation, as one reader may see it (contract, section 3); a visitor's copy has no tags. */
export const conversation = z
  .object({
    id,
    appId: z.string(),
    status: conversationStatus,
    subject: z.string().nullable(),
    visitor,
    groupId: id.nullable(),
    agentId: id.nullable(),
    agentName: z.string().nullable(),
    agentPicture: z.string().nullable().optional().describe('a path of this server; square'),
    priority,
    tags: z.array(z.string()),
    queue: queuePlace.nullable(),
    /** The last word of a person or a bot; lines of type `system` are nobody's. */
    lastMessage: message.nullable(),
    unreadCount: z.number().int(),
    lastSeq: seq,
    /** How far the other side has read, in this reader's positions. */
    readSeq: seq,
    createdAt: timestamp,
    updatedAt: timestamp,
    assignedAt: timestamp.nullable(),
    firstResponseAt: timestamp.nullable(),
    closedAt: timestamp.nullable(),
    queuedAt: timestamp.nullable().describe('since when it waits in the queue it is in'),
    snoozedUntil: timestamp.nullable().describe('null while it is not snoozed, or until the visitor writes'),
    closedReason: closedReason.nullable(),
    isMessage: z.boolean().describe('left for later: nobody expects an answer at once'),
    resolved: z.boolean().nullable().describe('how it was closed; null while it is open'),
    /** Answers of the pre-chat form; for agents. */
    prechat: z.record(z.string(), z.unknown()).optional(),
    /** For agents: the queue is in the order of this time, then of `queuedAt`, then of `id`. */
    rankAt: timestamp.nullable().optional(),
    /** For agents: what it asks of who answers. */
    skills: z.array(z.string()).optional(),
    language: z.string().nullable().optional(),
    /** For agents: since when it does not count against capacity, because the visitor is silent. */
    parkedAt: timestamp.nullable().optional(),
    /** For agents: answers of the closing form. */
    closingForm: z.record(z.string(), z.unknown()).nullable().optional(),
    rating: z.object({ score, comment: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'Conversation' })

/** How many open conversations each list of one agent holds. */
export const inboxCounts = z.object({
  mine: z.number().int(),
  unassigned: z.number().int(),
  snoozed: z.number().int().describe('of the agent'),
  open: z.number().int(),
})

export type InboxCounts = z.infer<typeof inboxCounts>
export type Conversation = z.infer<typeof conversation>
export type ConversationStatus = z.infer<typeof conversationStatus>
export type Priority = z.infer<typeof priority>
export type QueuePlace = z.infer<typeof queuePlace>
export type ClosedReason = z.infer<typeof closedReason>

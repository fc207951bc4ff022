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
    priority,
    tags: z.array(z.string()),
    queue: z.object({ position: z.number().int(), estimatedWaitSeconds: z.number().nullable() }).nullable(),
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
    resolved: z.boolean().nullable().describe('how it was closed; null while it is open'),
    /** Answers of the pre-chat form; for agents. */
    prechat: z.record(z.string(), z.unknown()).optional(),
    rating: z.object({ score, comment: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'Conversation' })

/** How many open conversations each list of one agent holds. */
export const inboxCounts = z.object({
  mine: z.number().int(),
  unassigned: z.number().int(),
  open: z.number().int(),
})

export type InboxCounts = z.infer<typeof inboxCounts>
export type Conversation = z.infer<typeof conversation>
export type ConversationStatus = z.infer<typeof conversationStatus>
export type Priority = z.infer<typeof priority>

import { z } from 'zod'
import { id, seq, timestamp } from './ids.ts'
import { list, listQuery } from './rest.ts'

/** A colleague has named this agent in a note, as `@Name`. */
export const mention = z
  .object({
    id,
    conversationId: id,
    seq: seq.describe('of the note, in the agents’ positions'),
    text: z.string().describe('the beginning of the note'),
    by: z.object({ id: z.string(), name: z.string().nullable() }),
    visitor: z.object({ id, name: z.string().nullable() }),
    at: timestamp,
    read: z.boolean(),
  })
  .meta({ id: 'Mention' })

export const mentionQuery = listQuery.extend({
  unread: z.stringbool().optional().describe('`true`: only those that were not seen yet'),
})
/** Newest first. */
export const mentionReply = list(mention).extend({
  unread: z.number().int().describe('how many were not seen yet'),
})
/** Those of one conversation, or all. */
export const mentionsRead = z.strictObject({ conversationId: id.optional() })

export type Mention = z.infer<typeof mention>
export type MentionQuery = z.infer<typeof mentionQuery>
export type MentionReply = z.infer<typeof mentionReply>

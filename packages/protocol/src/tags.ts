import { z } from 'zod'
import { tag } from './conversation.ts'

/** The most frequent first. */
export const tagsInUse = z.object({
  items: z.array(
    z.object({
      tag: z.string(),
      open: z.number().int().describe('open conversations with it'),
      conversations: z.number().int().describe('all of them'),
    }),
  ),
  nextCursor: z.null(),
})

/** Another name for a tag, on every conversation: one that is there already takes it in. `to: null` takes it away. */
export const renameTag = z.strictObject({ from: tag, to: tag.nullable() })
export const renameTagReply = z.object({ conversations: z.number().int().describe('how many were changed') })

export type TagsInUse = z.infer<typeof tagsInUse>

import { z } from 'zod'
import { conversationStatus } from './conversation.ts'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { list } from './rest.ts'
import { text } from './text.ts'
import { visitor } from './visitor.ts'

/** Who came last first. */
export const liveVisitors = list(
  z.object({
    visitor: visitor.describe('`page` is where they are now, with the page that led there'),
    since: timestamp,
    conversation: z
      .object({ id, status: conversationStatus, agentName: z.string().nullable() })
      .nullable()
      .describe('an open one'),
  }),
)
  .extend({ count: z.number().int().describe('all of them') })
  .meta({ id: 'LiveVisitors' })

/** The first word of a conversation that an agent begins. */
export const approachBody = z.strictObject({ text: text(LIMITS.textLength, 1) })

export type LiveVisitors = z.infer<typeof liveVisitors>

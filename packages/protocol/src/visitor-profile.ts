import { z } from 'zod'
import { conversationStatus } from './conversation.ts'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { text } from './text.ts'
import { visitor } from './visitor.ts'

/** What agents have written about a person; visitors never read it. */
export const visitorNote = z
  .object({
    text: z.string(),
    by: z.string().nullable().describe('name of the agent who wrote last'),
    at: timestamp,
  })
  .meta({ id: 'VisitorNote' })
/** An empty text removes it. */
export const visitorNoteBody = z.strictObject({ text: text(LIMITS.textLength) })
export const visitorNoteReply = z.object({ note: visitorNote.nullable() })

/** More about a visitor than goes with every conversation; for agents. */
export const visitorProfileReply = z
  .object({
    visitor,
    browser: z
      .object({ name: z.string().nullable(), system: z.string().nullable() })
      .nullable()
      .describe('as the browser calls itself; null when it was never said'),
    pages: z
      .array(z.object({ url: z.string(), title: z.string().nullable(), at: timestamp }))
      .describe('newest first'),
    conversations: z
      .array(
        z.object({
          id,
          status: conversationStatus,
          subject: z.string().nullable(),
          agentName: z.string().nullable(),
          createdAt: timestamp,
          updatedAt: timestamp,
          preview: z.string().nullable().describe('what the visitor said first'),
        }),
      )
      .describe('newest first, the present one too'),
    note: visitorNote.nullable(),
  })
  .meta({ id: 'VisitorProfile' })

export type VisitorNote = z.infer<typeof visitorNote>
export type VisitorProfileReply = z.infer<typeof visitorProfileReply>

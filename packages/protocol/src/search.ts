import { z } from 'zod'
import { conversationStatus } from './conversation.ts'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { message } from './message.ts'
import { list, listQuery, timeZone } from './rest.ts'
import { label } from './text.ts'
import { visitor } from './visitor.ts'

/** The words before a colon that narrow a search down; docs/search.md says what each takes. */
export const SEARCH_FILTERS = ['from', 'visitor', 'agent', 'group', 'tag', 'is', 'after', 'before'] as const
export type SearchFilter = (typeof SEARCH_FILTERS)[number]

export const searchQuery = listQuery.extend({
  q: label(LIMITS.searchLength).describe(
    'words and their beginnings, "phrases", -exclusions, and the filters `from: visitor: agent: group: tag: is: after: before:`',
  ),
  timeZone: timeZone.optional().describe('whose days `after:` and `before:` name; UTC when it is left out'),
})

/** A piece of text; the pieces together are the excerpt. */
const piece = z.object({ text: z.string(), hit: z.boolean().describe('it is what was looked for') })

export const searchHit = z
  .object({
    message,
    excerpt: z.array(piece).describe('the message around the first hit'),
    conversation: z.object({
      id,
      status: conversationStatus,
      subject: z.string().nullable(),
      agentId: id.nullable(),
      agentName: z.string().nullable(),
      groupId: id.nullable(),
      tags: z.array(z.string()),
      visitor: z.object({ id, name: z.string().nullable(), email: z.string().nullable() }),
    }),
  })
  .meta({ id: 'SearchHit' })

export const visitorHit = z
  .object({
    visitor,
    name: z.array(piece).describe('the name, or the address where there is none'),
    conversations: z.number().int(),
    lastConversation: z.object({ id, status: conversationStatus, updatedAt: timestamp }).nullable(),
  })
  .meta({ id: 'VisitorHit' })

/** Newest first. */
export const searchReply = list(searchHit)
/** Who was seen last first; a search with filters finds no visitors. */
export const visitorSearchReply = list(visitorHit)

export type SearchQuery = z.infer<typeof searchQuery>
export type SearchPiece = z.infer<typeof piece>
export type SearchHit = z.infer<typeof searchHit>
export type VisitorHit = z.infer<typeof visitorHit>

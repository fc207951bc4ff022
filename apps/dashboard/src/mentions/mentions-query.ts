import type { MentionReply } from '@biometrics/chat-protocol'
import { queryOptions } from '@tanstack/react-query'
import { rest } from '../session/rest.ts'

const KEY = ['mentions']

/** How many notes name me that I have not seen; the event `mention` and each new connection ask for it anew. */
export const unreadMentionsQuery = queryOptions({
  queryKey: [...KEY, 'unread'],
  queryFn: () => rest<MentionReply>('GET', '/mentions?unread=true&limit=200'),
  staleTime: Number.POSITIVE_INFINITY,
})

export const allMentions = KEY

import type { List, SearchHit, VisitorHit } from '@biometrics/chat-protocol'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { rest } from '../session/rest.ts'

const PAGE = '25'
/** Visitors beside the messages; more of them want more of the name. */
const PEOPLE = '6'
/** What is said goes on; what was found a while ago is asked for again. */
const STALE_MS = 10_000

const address = (kind: 'messages' | 'visitors', asked: Record<string, string>) =>
  `/search/${kind}?${new URLSearchParams({
    ...asked,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  })}`

/** While somebody types, the hits of before stay until those of now are there. */
export function useMessageSearch(q: string) {
  return useInfiniteQuery({
    queryKey: ['search', 'messages', q],
    queryFn: ({ pageParam }) =>
      rest<List<SearchHit>>(
        'GET',
        address('messages', { q, limit: PAGE, ...(pageParam && { cursor: pageParam }) }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
    retry: false,
  })
}

export function usePeopleSearch(q: string) {
  return useQuery({
    queryKey: ['search', 'visitors', q],
    queryFn: () => rest<List<VisitorHit>>('GET', address('visitors', { q, limit: PEOPLE })),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
    retry: false,
  })
}

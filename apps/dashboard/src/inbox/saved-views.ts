import type { SavedView } from '@biometrics/chat-protocol'
import { queryOptions } from '@tanstack/react-query'
import { restAll } from '../session/rest.ts'

/** Lists that agents have given a name: their own, and everybody's. */
export const savedViewsQuery = queryOptions({
  queryKey: ['saved-views'],
  queryFn: () => restAll<SavedView>('/saved-views'),
  staleTime: 60_000,
})

import type { Macro } from '@biometrics/chat-protocol'
import { queryOptions } from '@tanstack/react-query'
import { restAll } from '../session/rest.ts'

/** The agent's own and everybody's. */
export const macrosQuery = queryOptions({
  queryKey: ['macros'],
  queryFn: () => restAll<Macro>('/macros'),
  staleTime: 60_000,
})

import type { AgentSessionInfo, List, SecondFactor } from '@biometrics/chat-protocol'
import { queryOptions } from '@tanstack/react-query'
import { rest } from '../session/rest.ts'

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: () => rest<SecondFactor>('GET', '/me/second-factor'),
})

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => (await rest<List<AgentSessionInfo>>('GET', '/me/sessions')).items,
})

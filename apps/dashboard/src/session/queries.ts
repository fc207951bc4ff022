import type { Agent, App, CannedResponse, Group } from '@biometrics/chat-protocol'
import { queryOptions } from '@tanstack/react-query'
import { restAll } from './rest.ts'

const SETTINGS_STALE_MS = 60_000

export const cannedResponsesQuery = queryOptions({
  queryKey: ['canned-responses'],
  queryFn: () => restAll<CannedResponse>('/canned-responses'),
  staleTime: SETTINGS_STALE_MS,
})

export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  queryFn: () => restAll<Agent>('/agents'),
  staleTime: SETTINGS_STALE_MS,
})

export const groupsQuery = queryOptions({
  queryKey: ['groups'],
  queryFn: () => restAll<Group>('/groups'),
  staleTime: SETTINGS_STALE_MS,
})

export const appsQuery = queryOptions({
  queryKey: ['apps'],
  queryFn: () => restAll<App>('/apps'),
  staleTime: SETTINGS_STALE_MS,
})

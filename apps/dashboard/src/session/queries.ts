import type {
  Agent,
  App,
  CannedResponse,
  ClosingForms,
  FormField,
  Group,
  QueueReply,
  Settings,
} from '@biometrics/chat-protocol'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { rest, restAll } from './rest.ts'

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

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => rest<Settings>('GET', '/settings'),
  staleTime: SETTINGS_STALE_MS,
})

/** Only what a choice among them needs. */
export const calendarsQuery = queryOptions({
  queryKey: ['calendars'],
  queryFn: () => restAll<{ id: string; name: string }>('/calendars'),
  staleTime: SETTINGS_STALE_MS,
})

/** How full the groups' queues are; who asks looks at it for a moment only. */
export const queuesQuery = queryOptions({
  queryKey: ['queues'],
  queryFn: async () => (await rest<QueueReply>('GET', '/queue?limit=1')).groups,
  staleTime: 2_000,
})

const closingFormsQuery = queryOptions({
  queryKey: ['closing-forms'],
  queryFn: async () => (await rest<ClosingForms>('GET', '/closing-forms')).items,
  staleTime: SETTINGS_STALE_MS,
})

/** What the app asks of those who close a conversation; null when it asks nothing. */
export function useClosingForm(appId: string): readonly FormField[] | null {
  const { data } = useQuery(closingFormsQuery)
  return data?.find((form) => form.appId === appId)?.fields ?? null
}

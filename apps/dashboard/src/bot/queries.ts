import type {
  App,
  Article,
  Bot,
  BotReport,
  FlowDraft,
  FlowVersion,
  LanguageModel,
  UnansweredReport,
} from '@biometrics/chat-protocol'
import { queryOptions } from '@tanstack/react-query'
import { rest, restAll } from '../session/rest.ts'

/** A training ends by itself; while one is under way the page looks again. */
const TRAINING_LOOK_MS = 2_000
const REPORT_DAYS = 30

export const botQuery = (app: App) =>
  queryOptions({
    queryKey: ['bot', app.id],
    queryFn: () => rest<Bot>('GET', `/apps/${app.id}/bot`),
    refetchInterval: ({ state }) => {
      const status = state.data?.training.status
      return status === 'waiting' || status === 'running' ? TRAINING_LOOK_MS : false
    },
  })

export const modelQuery = (app: App) =>
  queryOptions({
    queryKey: ['model', app.id],
    queryFn: () => rest<LanguageModel>('GET', `/apps/${app.id}/model`),
  })

export const botReportQuery = (app: App) =>
  queryOptions({
    queryKey: ['bot-report', app.id],
    queryFn: () => rest<BotReport>('GET', `/apps/${app.id}/bot/report?days=${REPORT_DAYS}`),
  })

export const unansweredQuery = (app: App) =>
  queryOptions({
    queryKey: ['unanswered', app.id],
    queryFn: () => rest<UnansweredReport>('GET', `/apps/${app.id}/bot/unanswered`),
  })

export const draftQuery = (app: App) =>
  queryOptions({
    queryKey: ['flow', app.id],
    queryFn: () => rest<FlowDraft>('GET', `/apps/${app.id}/bot/flow`),
    // What is being edited must not change under the hands of the one who edits it.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })

export const versionsQuery = (app: App) =>
  queryOptions({
    queryKey: ['flow-versions', app.id],
    queryFn: () => restAll<FlowVersion>(`/apps/${app.id}/bot/flow/versions`),
  })

export const articlesQuery = queryOptions({
  queryKey: ['articles'],
  queryFn: () => restAll<Article>('/articles'),
})

import type { Bot } from '@biometrics/chat-protocol'
import type { BotRow } from './bot-store.ts'
import type { ModelFacts } from './knowledge/model-store.ts'
import type { BotWebhookRow } from './outside/outside-store.ts'

/** Of an app that has no bot yet. */
export const DEFAULTS = {
  kind: 'off',
  name: 'Bot',
  turn_limit: 30,
  visitor_turns_per_hour: 120,
  app_turns_per_day: 50_000,
  answer_at: 0.7,
  offer_at: 0.3,
  // Said for the types; the database has them so by itself.
  draft: null as unknown as string,
} as const

interface BotParts {
  row: BotRow | undefined
  webhook: BotWebhookRow | undefined
  hasModel: boolean
  model: ModelFacts | undefined
}

export function botView(appUuid: string, { row, webhook, hasModel, model }: BotParts): Bot {
  const shown = row ?? { ...DEFAULTS, flow_version: null }
  return {
    appId: appUuid,
    kind: shown.kind,
    name: shown.name,
    turnLimit: shown.turn_limit,
    visitorTurnsPerHour: shown.visitor_turns_per_hour,
    appTurnsPerDay: shown.app_turns_per_day,
    answerAt: shown.answer_at,
    offerAt: shown.offer_at,
    flowVersion: shown.flow_version,
    hasModel,
    webhook: webhook ? { url: webhook.url } : null,
    training: {
      status: trainingStatus(row, model),
      trainedAt: model?.trained_at.toISOString() ?? null,
      examples: model?.examples ?? 0,
      accuracy: model?.accuracy ?? null,
      detail: row?.training_error ?? null,
    },
  }
}

function trainingStatus(row: BotRow | undefined, model: ModelFacts | undefined): Bot['training']['status'] {
  if (row?.training_until) return 'running'
  if (row?.training_requested_at) return 'waiting'
  if (row?.training_error) return 'failed'
  return model ? 'done' : 'none'
}

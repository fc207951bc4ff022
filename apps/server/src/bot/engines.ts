import type { ArticleRow } from '../articles/find-articles.ts'
import { findAppByName } from '../apps/find-app.ts'
import type { Database } from '../database/database.ts'
import type { Bot } from './bot.ts'
import { type BotRow, findFlowVersion } from './bot-store.ts'
import { createFlowBot } from './flow/flow-bot.ts'
import { createKnowledgeBot } from './knowledge/knowledge-bot.ts'
import { modelOf } from '../language-model/complete.ts'
import type { Models } from './knowledge/models.ts'
import { createModelBot } from './model/model-bot.ts'
import { createOutsideBot, type OutsideParts } from './outside/outside-bot.ts'
import { findBotWebhook } from './outside/outside-store.ts'
import type { BotConversationRow } from './turn-store.ts'

/** Finds the bot that answers in a conversation; tests bring others. */
export type FindEngine = (
  bot: BotRow,
  led: Pick<BotConversationRow, 'kind' | 'flow_version'>,
) => Promise<Bot | null>

export interface EngineParts {
  database: Database
  models: Models
  /** Where people reach this installation; no slash at the end. */
  publicUrl(): string
}

export function createEngines(parts: EngineParts & OutsideParts): FindEngine {
  return async (bot, led) => {
    const knowledge = knowledgeOf(parts, bot)
    if (led.kind === 'knowledge') return knowledge
    if (led.kind === 'model') {
      const model = await modelOf(parts.database.query, bot.app_uuid)
      return model ? createModelBot({ ...parts, articleUrl: urlOf(parts) }, model) : null
    }
    if (led.kind === 'webhook') {
      const webhook = await findBotWebhook(parts.database.query, bot.app_uuid)
      return webhook ? createOutsideBot(parts, webhook) : null
    }
    if (led.kind === 'off' || led.flow_version === null) return null
    const version = await findFlowVersion(parts.database.query, bot.app_uuid, led.flow_version)
    return version ? createFlowBot(version.flow, knowledge) : null
  }
}

export function knowledgeOf(parts: EngineParts, bot: Pick<BotRow, 'answer_at' | 'offer_at'>): Bot {
  return createKnowledgeBot(
    { ...parts, articleUrl: urlOf(parts) },
    { answerAt: bot.answer_at, offerAt: bot.offer_at },
  )
}

/** Where an article is read on the help page. */
export function urlOf({ database, publicUrl }: Pick<EngineParts, 'database' | 'publicUrl'>) {
  return async ({ id, app_uuid }: Pick<ArticleRow, 'id' | 'app_uuid'>): Promise<string> => {
    const app = await findAppByName(database.query, { id: app_uuid })
    return `${publicUrl()}/help/${encodeURIComponent(app?.app_id ?? '')}/${id}`
  }
}

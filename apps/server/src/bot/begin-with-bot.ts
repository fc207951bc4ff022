import type { Queries } from '../database/database.ts'
import { findBot } from './bot-store.ts'
import { insertBotConversation } from './turn-store.ts'

/** Whether a bot answers first here; then it leads the conversation from its beginning on. */
export async function beginWithBot(
  trx: Queries,
  { appUuid, conversationId, now }: { appUuid: string; conversationId: string; now: Date },
): Promise<boolean> {
  const bot = await findBot(trx, appUuid)
  if (bot === undefined || bot.kind === 'off') return false
  if (bot.kind === 'flow' && bot.flow_version === null) return false
  await insertBotConversation(trx, {
    conversation_id: conversationId,
    app_uuid: appUuid,
    kind: bot.kind,
    flow_version: bot.kind === 'flow' ? bot.flow_version : null,
    started_at: now,
  })
  return true
}

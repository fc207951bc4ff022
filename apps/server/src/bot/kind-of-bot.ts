import type { BotKind } from '@biometrics/chat-protocol'
import type { Queries } from '../database/database.ts'
import { findBot } from './bot-store.ts'

/** Who answers first on an app. */
export async function kindOfBot(query: Queries, appUuid: string): Promise<BotKind> {
  return (await findBot(query, appUuid))?.kind ?? 'off'
}

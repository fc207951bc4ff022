import { ChatError } from '@biometrics/chat-protocol'
import { findAppByName } from '../apps/find-app.ts'
import type { Queries } from '../database/database.ts'

export async function requireApp(query: Queries, appUuid: string): Promise<void> {
  if (!(await findAppByName(query, { id: appUuid })))
    throw new ChatError('not_found', `There is no app ${appUuid}.`)
}

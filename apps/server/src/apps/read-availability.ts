import { type Availability, ChatError } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import { findApp } from './app-store.ts'

/** Whether anybody is there, as a visitor who comes now would hear it. */
export async function readAvailability(
  { database, availability }: Pick<Services, 'database' | 'availability'>,
  appId: string,
): Promise<Availability> {
  const app = await findApp(database.query, { appId })
  if (!app) throw new ChatError('not_found', `There is no app "${appId}".`)
  return availability.read(database.query, { appId: app.id, groupId: null, pageHours: null })
}

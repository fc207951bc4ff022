import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { hashToken, isToken } from '../tokens.ts'
import { findApiKeyByToken, updateApiKey } from './api-key-store.ts'

/** When a key was last used is for people; a write with every request would be for nobody. */
const USE_IS_NOTED_EVERY_MS = 60_000

/** What a key may do, or null when it is unknown or expired. */
export async function authenticateApiKey(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  token: string,
): Promise<AgentSession | null> {
  if (!isToken('key', token)) return null
  const now = clock.now()
  const row = await findApiKeyByToken(database.query, hashToken(token), now)
  if (!row) return null
  const notedMs = row.last_used_at?.getTime() ?? 0
  if (now.getTime() - notedMs >= USE_IS_NOTED_EVERY_MS) {
    await updateApiKey(database.query, row.id, { last_used_at: now })
  }
  const scopes = new Set(row.scopes)
  return { kind: 'agent', agentId: row.id, name: row.name, role: 'admin', onlyGroups: null, scopes }
}

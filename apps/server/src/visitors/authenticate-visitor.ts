import { ChatError } from '@biometrics/chat-protocol'
import { type Caller, isOriginAllowed } from '../apps/allowed-origins.ts'
import type { Services } from '../services.ts'
import type { SignedInVisitor } from '../session.ts'
import { hashToken, isToken } from '../tokens.ts'
import { findVisitorsBySessions, type SessionRow } from './visitor-store.ts'

const BATCH_SIZE = 500
/** More than one node holds connections. */
const QUEUE_SIZE = 20_000
const RETRY_AFTER_MS = 2_000

type AuthenticationServices = Pick<Services, 'database' | 'clock'>

/** The visitor behind a token, or null when it is unknown or expired. */
export async function authenticateVisitor(
  { database, clock }: AuthenticationServices,
  token: string,
  caller: Caller,
): Promise<SignedInVisitor | null> {
  if (!isToken('vis', token)) return null
  const [row] = await findVisitorsBySessions(database, [hashToken(token)], clock.now())
  return sessionOf(row, caller)
}

interface Waiting {
  tokenHash: Buffer
  resolve(row: SessionRow | undefined): void
  reject(error: unknown): void
}

/**
 * The same for a crowd: who comes while a look-up is under way shares the next one. After an outage everybody comes at
 * once, and those at the end of a line for the database's connections would be turned away and come again.
 */
export function createVisitorAuthentication({ database, clock }: AuthenticationServices) {
  const queue: Waiting[] = []
  let isRunning = false

  async function drain() {
    isRunning = true
    while (queue.length > 0) {
      // By then all have asked whom this turn of the event loop reads.
      await new Promise((resolve) => setImmediate(resolve))
      await lookUp(queue.splice(0, BATCH_SIZE))
    }
    isRunning = false
  }

  async function lookUp(batch: Waiting[]) {
    try {
      const hashes = batch.map(({ tokenHash }) => tokenHash)
      const rows = await findVisitorsBySessions(database, hashes, clock.now())
      const byHash = new Map(rows.map((row) => [row.token_hash.toString('hex'), row]))
      for (const { tokenHash, resolve } of batch) resolve(byHash.get(tokenHash.toString('hex')))
    } catch (error) {
      // Those behind would only wait as long once more to hear the same.
      for (const { reject } of [...batch, ...queue.splice(0)]) reject(error)
    }
  }

  function find(tokenHash: Buffer): Promise<SessionRow | undefined> {
    if (queue.length >= QUEUE_SIZE) throw new ChatError('busy', undefined, { retryAfterMs: RETRY_AFTER_MS })
    return new Promise((resolve, reject) => {
      queue.push({ tokenHash, resolve, reject })
      if (!isRunning) void drain()
    })
  }

  return async (token: string, caller: Caller): Promise<SignedInVisitor | null> =>
    isToken('vis', token) ? sessionOf(await find(hashToken(token)), caller) : null
}

function sessionOf(row: SessionRow | undefined, caller: Caller): SignedInVisitor | null {
  if (!row) return null
  if (!isOriginAllowed(row.allowed_origins, caller)) throw new ChatError('origin_not_allowed')
  return {
    kind: 'visitor',
    visitorId: row.visitor_id,
    name: row.name,
    appUuid: row.app_uuid,
    appId: row.app_id,
    pageHours: row.page_hours,
    expiresAt: row.expires_at,
  }
}

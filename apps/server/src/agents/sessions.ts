import { type AgentSessionInfo, ChatError } from '@biometrics/chat-protocol'
import type { Queries } from '../database/database.ts'
import type { Services } from '../services.ts'
import type { AgentSession, SignedInAgent } from '../session.ts'
import { hashToken, isToken, newToken } from '../tokens.ts'
import { type AgentRow, findAgent } from './agent-store.ts'
import {
  deleteDeadSessions,
  deleteOwnSession,
  deleteSession,
  deleteSessionsOf,
  findAgentBySession,
  findAgentsBySessions,
  insertSession,
  listSessionsOf,
  type Moment,
  touchSessions,
} from './session-store.ts'

const KEY_ENCODING = 'base64url'
const USER_AGENT_LENGTH = 300
/** So exactly is known when a session was last used: a write per request would cost more than it tells. */
const EXACT_TO_MS = 300_000

/** How long a sign-in lasts. */
export interface SessionTimes {
  /** Without any use. */
  idleMs: number
  /** Whatever is done with it. */
  longestMs: number
  /** So long after somebody has shown who they are nothing more is asked. */
  freshMs: number
}

/** Where somebody signs in from. */
export interface Device {
  address: string
  userAgent: string | null
}

export type SessionServices = Pick<Services, 'database' | 'clock' | 'sessionTimes'>
type OpenServices = Pick<Services, 'clock' | 'sessionTimes' | 'keptAddress'>

/** A session that the server can end: the token is a reference, nothing is in it. */
export async function openSession(
  query: Queries,
  { clock, sessionTimes, keptAddress }: OpenServices,
  agentId: string,
  device: Device | null,
  byProvider = false,
): Promise<string> {
  const now = clock.now()
  await deleteDeadSessions(query, momentOf(now, sessionTimes))
  const { token, tokenHash } = newToken('agt')
  await insertSession(query, {
    token_hash: tokenHash,
    agent_id: agentId,
    created_at: now,
    last_used_at: now,
    proven_at: now,
    expires_at: new Date(now.getTime() + sessionTimes.longestMs),
    user_agent: device?.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
    address: device && keptAddress(device.address),
    by_provider: byProvider,
  })
  return token
}

/** The agent behind a token, or null when it is unknown, expired or ended. */
export async function authenticateAgent(
  services: SessionServices,
  token: string,
): Promise<SignedInAgent | null> {
  if (!isToken('agt', token)) return null
  return findSignIn(services, hashToken(token))
}

/** The agent behind the hash of a token. */
export async function findSignIn(
  { database, clock, sessionTimes }: SessionServices,
  tokenHash: Buffer,
): Promise<SignedInAgent | null> {
  const now = clock.now()
  const row = await findAgentBySession(database.query, tokenHash, momentOf(now, sessionTimes))
  if (!row) return null
  if (isStale(row.session_used_at, now)) await touchSessions(database.query, [tokenHash], now)
  return {
    ...sessionOf(row),
    ...(row.lacks_second_factor && { lacksSecondFactor: true }),
    sessionKey: keyOf(tokenHash),
  }
}

/** Of these sessions, which somebody listens with, the ones that still hold, with the agents as they are now. */
export async function findSignIns(
  { database, clock, sessionTimes }: SessionServices,
  sessionKeys: readonly string[],
): Promise<Map<string, AgentSession>> {
  const now = clock.now()
  const hashes = sessionKeys.map((key) => Buffer.from(key, KEY_ENCODING))
  const rows = await findAgentsBySessions(database.query, hashes, momentOf(now, sessionTimes))
  const stale = rows.filter((row) => isStale(row.last_used_at, now)).map((row) => row.token_hash)
  if (stale.length > 0) await touchSessions(database.query, stale, now)
  return new Map(rows.map((row) => [keyOf(row.token_hash), sessionOf(row)]))
}

/** The devices on which somebody is signed in, last used first. */
export async function listSessions(
  { database, clock, sessionTimes }: SessionServices,
  session: AgentSession,
  token: string,
): Promise<AgentSessionInfo[]> {
  const rows = await listSessionsOf(database.query, session.agentId, momentOf(clock.now(), sessionTimes))
  const own = hashToken(token)
  return rows.map((row) => ({
    id: row.id,
    current: row.token_hash.equals(own),
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at.toISOString(),
    userAgent: row.user_agent,
    address: row.address,
  }))
}

type EndServices = Pick<Services, 'database' | 'hangUp'>

/** Its sockets end with it. */
export async function endSession(
  { database, hangUp }: EndServices,
  session: AgentSession,
  id: string,
): Promise<void> {
  const tokenHash = await deleteOwnSession(database.query, session.agentId, id)
  if (!tokenHash) throw new ChatError('not_found', `There is no session ${id} of yours.`)
  hangUp({ session: keyOf(tokenHash) })
}

/** All but the one that asks. */
export async function endOtherSessions(
  { database, hangUp }: EndServices,
  session: AgentSession,
  token: string,
): Promise<void> {
  const ended = await deleteSessionsOf(database.query, session.agentId, hashToken(token))
  for (const tokenHash of ended) hangUp({ session: keyOf(tokenHash) })
}

/** Of somebody whose phone was stolen, for example; whoever does it says so by the route. */
export async function endSessionsOf({ database, hangUp }: EndServices, agentId: string): Promise<void> {
  if (!(await findAgent(database.query, agentId)))
    throw new ChatError('not_found', `There is no agent ${agentId}.`)
  await deleteSessionsOf(database.query, agentId)
  hangUp({ agent: agentId })
}

export async function signOut({ database, hangUp }: EndServices, token: string): Promise<void> {
  const tokenHash = hashToken(token)
  await deleteSession(database.query, tokenHash)
  hangUp({ session: keyOf(tokenHash) })
}

/** Names a session without opening it. */
function keyOf(tokenHash: Buffer): string {
  return tokenHash.toString(KEY_ENCODING)
}

function sessionOf(row: Pick<AgentRow, 'id' | 'name' | 'role' | 'only_groups'>): AgentSession {
  const { id, name, role, only_groups } = row
  return { kind: 'agent', agentId: id, name, role, onlyGroups: only_groups }
}

function momentOf(now: Date, { idleMs }: SessionTimes): Moment {
  return { now, idleSince: new Date(now.getTime() - idleMs) }
}

function isStale(usedAt: Date, now: Date): boolean {
  return now.getTime() - usedAt.getTime() >= EXACT_TO_MS
}

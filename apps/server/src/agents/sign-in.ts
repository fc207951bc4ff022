import { type Agent, ChatError, type LoginReply } from '@biometrics/chat-protocol'
import type { Queries } from '../database/database.ts'
import { networkOf } from '../limits/network.ts'
import type { Services } from '../services.ts'
import type { AgentSession, SignedInAgent } from '../session.ts'
import { hashToken, isToken, newToken } from '../tokens.ts'
import {
  type AgentRow,
  deleteAgentSession,
  findAgent,
  findAgentByEmail,
  findAgentBySession,
  findAgentsBySessions,
  insertAgentSession,
} from './agent-store.ts'
import { agentView } from './agent-view.ts'
import { verifyPassword } from './password.ts'

export const SESSION_DAYS = 30
const DAY_MS = 86_400_000
const KEY_ENCODING = 'base64url'

type SignInServices = Pick<Services, 'database' | 'clock'>

/** Only what fails counts against the limits; it is counted first, or many tries at once would all be in time. */
export async function signIn(
  services: SignInServices & Pick<Services, 'limiter' | 'limits'>,
  { email, password }: { email: string; password: string },
  address: string,
): Promise<LoginReply> {
  const { database, clock, limiter, limits } = services
  const account = email.toLowerCase()
  const network = networkOf(address)
  const retryAfterMs = Math.max(
    await limiter.take(limits.signInsFromNetwork, network),
    await limiter.take(limits.signInsOfAccount, account),
  )
  if (retryAfterMs > 0) throw new ChatError('rate_limited', undefined, { retryAfterMs })
  const row = await findAgentByEmail(database.query, email)
  if (!(await verifyPassword(row?.password_hash, password)) || !row)
    throw new ChatError('credentials_invalid')
  await limiter.giveBack(limits.signInsFromNetwork, network)
  await limiter.forget(limits.signInsOfAccount, account)
  return { token: await openSession(database.query, row.id, clock.now()), agent: agentView(row, clock.now()) }
}

/** A session that the server can end: the token is a reference, nothing is in it. */
export async function openSession(query: Queries, agentId: string, now: Date): Promise<string> {
  const { token, tokenHash } = newToken('agt')
  const expires_at = new Date(now.getTime() + SESSION_DAYS * DAY_MS)
  await insertAgentSession(query, { token_hash: tokenHash, agent_id: agentId, created_at: now, expires_at })
  return token
}

export async function signOut(
  { database, hangUp }: Pick<Services, 'database' | 'hangUp'>,
  token: string,
): Promise<void> {
  const tokenHash = hashToken(token)
  await deleteAgentSession(database.query, tokenHash)
  hangUp({ session: keyOf(tokenHash) })
}

/** The agent behind a token, or null when it is unknown, expired or ended. */
export async function authenticateAgent(
  { database, clock }: SignInServices,
  token: string,
): Promise<SignedInAgent | null> {
  if (!isToken('agt', token)) return null
  return findSignIn({ database, clock }, hashToken(token))
}

/** The agent behind the hash of a token. */
export async function findSignIn(
  { database, clock }: SignInServices,
  tokenHash: Buffer,
): Promise<SignedInAgent | null> {
  const row = await findAgentBySession(database.query, tokenHash, clock.now())
  return row ? { ...sessionOf(row), sessionKey: keyOf(tokenHash) } : null
}

/** Of these sessions the ones that still hold, with the agents as they are now. */
export async function findSignIns(
  { database, clock }: SignInServices,
  sessionKeys: readonly string[],
): Promise<Map<string, AgentSession>> {
  const hashes = sessionKeys.map((key) => Buffer.from(key, KEY_ENCODING))
  const rows = await findAgentsBySessions(database.query, hashes, clock.now())
  return new Map(rows.map((row) => [keyOf(row.token_hash), sessionOf(row)]))
}

/** Names a session without opening it. */
function keyOf(tokenHash: Buffer): string {
  return tokenHash.toString(KEY_ENCODING)
}

function sessionOf(row: Pick<AgentRow, 'id' | 'name' | 'role'>): AgentSession {
  return { kind: 'agent', agentId: row.id, name: row.name, role: row.role }
}

export async function findMe({ database, clock }: SignInServices, session: AgentSession): Promise<Agent> {
  const row = await findAgent(database.query, session.agentId)
  if (!row) throw new ChatError('unauthenticated')
  return agentView(row, clock.now())
}

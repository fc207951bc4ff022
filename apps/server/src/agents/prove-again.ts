import { ChatError } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { hashToken } from '../tokens.ts'
import { type AgentRow, findAgent } from './agent-store.ts'
import { verifyPassword } from './password.ts'
import { proveSecondFactor } from './second-factor.ts'
import { findProvenAt, markProven } from './session-store.ts'

type ProofServices = Pick<Services, 'database' | 'clock' | 'vault' | 'limiter' | 'limits'>

/**
 * For what an open dashboard that its agent has left must not be good for: taking the account from them, or somebody else's.
 * A key has nobody who could show more than the key.
 */
export async function requireFresh(
  { database, clock, sessionTimes }: Pick<Services, 'database' | 'clock' | 'sessionTimes'>,
  session: AgentSession,
  token: string,
): Promise<void> {
  if (session.scopes) return
  const provenAt = await findProvenAt(database.query, hashToken(token))
  if (provenAt === undefined || clock.now().getTime() - provenAt.getTime() > sessionTimes.freshMs)
    throw new ChatError('proof_required')
}

/** By the password, or by a code of the second factor. */
export async function proveAgain(
  services: ProofServices,
  session: AgentSession,
  { password, code }: { password?: string | undefined; code?: string | undefined },
  token: string,
): Promise<void> {
  const { database, clock } = services
  const row = await findAgent(database.query, session.agentId)
  if (!row) throw new ChatError('unauthenticated')
  if (password !== undefined) await provePassword(services, row, password, 'password')
  else await proveCode(services, row, code)
  await markProven(database.query, hashToken(token), clock.now())
}

async function proveCode(services: ProofServices, row: AgentRow, code: string | undefined) {
  if (row.totp_secret === null) throw new ChatError('second_factor_invalid')
  await takeTry(services, row)
  await proveSecondFactor(services, row, code)
  await services.limiter.forget(services.limits.signInsOfAccount, row.email.toLowerCase())
}

/** A wrong one counts as a sign-in that failed: whoever sits down at an open dashboard must not guess on. */
export async function provePassword(
  services: Pick<Services, 'limiter' | 'limits'>,
  row: AgentRow,
  password: string,
  path: string,
): Promise<void> {
  await takeTry(services, row)
  if (!(await verifyPassword(row.password_hash ?? undefined, password))) {
    throw new ChatError('credentials_invalid', undefined, {
      fields: [{ path, message: 'is not the password' }],
    })
  }
  await services.limiter.forget(services.limits.signInsOfAccount, row.email.toLowerCase())
}

async function takeTry({ limiter, limits }: Pick<Services, 'limiter' | 'limits'>, row: AgentRow) {
  const retryAfterMs = await limiter.take(limits.signInsOfAccount, row.email.toLowerCase())
  if (retryAfterMs > 0) throw new ChatError('rate_limited', undefined, { retryAfterMs })
}

import { type Agent, ChatError, type LoginReply } from '@biometrics/chat-protocol'
import { record } from '../audit/record.ts'
import { networkOf } from '../limits/network.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { findAgent, findAgentByEmail } from './agent-store.ts'
import { agentView } from './agent-view.ts'
import { verifyPassword } from './password.ts'
import { proveSecondFactor } from './second-factor.ts'
import { type Device, openSession, type SessionServices } from './sessions.ts'

type SignInServices = SessionServices & Pick<Services, 'limiter' | 'limits' | 'vault' | 'keptAddress'>

export interface Credentials {
  email: string
  password: string
  totp?: string | undefined
}

/**
 * Only what fails counts against the limits; it is counted first, or many tries at once would all be in time. Whoever does
 * not know the password learns nothing: neither whether there is such an agent, nor whether a code would be asked for.
 */
export async function signIn(
  services: SignInServices,
  { email, password, totp }: Credentials,
  device: Device,
): Promise<LoginReply> {
  const { database, clock, limiter, limits } = services
  const account = email.toLowerCase()
  const network = networkOf(device.address)
  const retryAfterMs = Math.max(
    await limiter.take(limits.signInsFromNetwork, network),
    await limiter.take(limits.signInsOfAccount, account),
  )
  if (retryAfterMs > 0) throw new ChatError('rate_limited', undefined, { retryAfterMs })
  const row = await findAgentByEmail(database.query, email)
  const matches = await verifyPassword(row?.password_hash ?? undefined, password)
  const failed = (at: string) =>
    // Of what was typed nothing is kept: it may be a password in the wrong place.
    record(services, null, {
      action: 'sign-in.failed',
      objectId: row?.id ?? null,
      detail: { at },
      address: device.address,
    })
  if (!row || !matches || row.deactivated_at !== null) {
    await failed('password')
    throw new ChatError('credentials_invalid')
  }
  await proveSecondFactor(services, row, totp).catch(async (error: unknown) => {
    if (totp !== undefined) await failed('second-factor')
    throw error
  })
  await limiter.giveBack(limits.signInsFromNetwork, network)
  await limiter.forget(limits.signInsOfAccount, account)
  const token = await openSession(database.query, services, row.id, device)
  const actor = { agentId: row.id, name: row.name }
  await record(services, actor, { action: 'sign-in', detail: { by: 'password' }, address: device.address })
  return { token, agent: agentView(row, clock.now()) }
}

export async function findMe(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  session: AgentSession,
): Promise<Agent> {
  const row = await findAgent(database.query, session.agentId)
  if (!row) throw new ChatError('unauthenticated')
  return agentView(row, clock.now())
}

import { ChatError } from '@biometrics/chat-protocol'
import type { FastifyRequest } from 'fastify'
import { authenticateAgent } from '../agents/sign-in.ts'
import type { Caller } from '../apps/allowed-origins.ts'
import type { Services } from '../services.ts'
import type { AgentSession, Session } from '../session.ts'
import { authenticateVisitor } from '../visitors/authenticate-visitor.ts'

export const SESSION_COOKIE = 'biometrics_chat_session'

type AuthServices = Pick<Services, 'database' | 'clock'>

export function callerOf(headers: { origin?: string | undefined; host?: string | undefined }): Caller {
  const { origin, host } = headers
  return { origin, ownPage: origin !== undefined && URL.parse(origin)?.host === host }
}

/** Whose token it is: an agent's or a visitor's. */
export async function sessionOfToken(
  services: AuthServices,
  token: string,
  caller: Caller,
): Promise<Session | null> {
  return (await authenticateAgent(services, token)) ?? (await authenticateVisitor(services, token, caller))
}

/**
 * Who sends a request: by `Authorization: Bearer …`, or an agent by the cookie. A cookie goes along with every request of
 * every page, so with it a write must come from a page of this server.
 */
export async function authenticate(services: AuthServices, request: FastifyRequest): Promise<Session> {
  const caller = callerOf(request.headers)
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const session = await sessionOfToken(services, bearer ?? cookieToken(request, caller) ?? '', caller)
  if (!session) throw new ChatError('unauthenticated')
  return session
}

/** The token with which the request came, whatever the way. */
export function tokenOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? request.cookies[SESSION_COOKIE]
}

function cookieToken(request: FastifyRequest, caller: Caller): string | undefined {
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads && caller.origin !== undefined && !caller.ownPage) throw new ChatError('origin_not_allowed')
  return request.cookies[SESSION_COOKIE]
}

export async function authenticateAsAgent(
  services: AuthServices,
  request: FastifyRequest,
): Promise<AgentSession> {
  const session = await authenticate(services, request)
  if (session.kind !== 'agent') throw new ChatError('forbidden', 'This is for agents.')
  return session
}

export async function authenticateAsAdmin(
  services: AuthServices,
  request: FastifyRequest,
): Promise<AgentSession> {
  const session = await authenticateAsAgent(services, request)
  if (session.role !== 'admin') throw new ChatError('forbidden', 'This is for admins.')
  return session
}

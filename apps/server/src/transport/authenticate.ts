import type { IncomingHttpHeaders } from 'node:http'
import { ChatError, type Permission } from '@biometrics/chat-protocol'
import type { FastifyRequest } from 'fastify'
import { authenticateAgent, type SessionServices } from '../agents/sessions.ts'
import { authenticateApiKey } from '../api-keys/authenticate-api-key.ts'
import type { Caller } from '../apps/allowed-origins.ts'
import { requirePermission, requireSecondFactor } from '../rights.ts'
import type { AgentSession, Session } from '../session.ts'
import { authenticateVisitor } from '../visitors/authenticate-visitor.ts'
import { noteActor } from './audited.ts'

const SESSION_COOKIE = 'biometrics_chat_session'

/**
 * Over TLS its name says that it is of this host and came over TLS: a page of a neighbouring host cannot put another in
 * its place. Browsers refuse such a name without TLS.
 */
export function sessionCookie(isSecure: boolean): string {
  return isSecure ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE
}

type AuthServices = SessionServices

type Headers = IncomingHttpHeaders

export function callerOf(headers: Headers): Caller {
  const { origin, host } = headers
  return { origin, ownPage: origin !== undefined && URL.parse(origin)?.host === host }
}

/**
 * Whether a browser sends this for a page that is not ours: for what a cookie or a form alone would let in. Programs send
 * neither header; browsers send one of them with everything that changes something or opens a socket.
 */
export function isForeignPage(headers: Headers): boolean {
  const { origin, ownPage } = callerOf(headers)
  return origin === undefined ? headers['sec-fetch-site'] === 'cross-site' : !ownPage
}

/** Where a cookie is given: another site must not sign somebody in as somebody else. */
export function refuseForeignPages({ headers }: FastifyRequest): void {
  if (isForeignPage(headers)) throw new ChatError('origin_not_allowed')
}

/** Whose token it is: an agent's, an API key's or a visitor's. */
export async function sessionOfToken(
  services: AuthServices,
  token: string,
  caller: Caller,
): Promise<Session | null> {
  return (
    (await authenticateAgent(services, token)) ??
    (await authenticateApiKey(services, token)) ??
    (await authenticateVisitor(services, token, caller))
  )
}

/**
 * Who sends a request: by `Authorization: Bearer …`, or an agent by the cookie. A cookie goes along with every request of
 * every page, so with it a write must come from a page of this server.
 */
async function identify(services: AuthServices, request: FastifyRequest): Promise<Session> {
  const caller = callerOf(request.headers)
  const session = await sessionOfToken(services, bearerOf(request) ?? cookieToken(request) ?? '', caller)
  if (!session) throw new ChatError('unauthenticated')
  if (session.kind === 'agent') noteActor(request, session)
  return session
}

/** Who sends a request, for what some may have without being anybody. */
export async function sessionIfAny(services: AuthServices, request: FastifyRequest): Promise<Session | null> {
  const token = tokenOf(request)
  return token === undefined ? null : sessionOfToken(services, token, callerOf(request.headers))
}

/** An agent or an API key with this permission; or a visitor, to whom the action shows only what is theirs. */
export async function authenticate(
  services: AuthServices,
  request: FastifyRequest,
  permission: Permission,
): Promise<Session> {
  const session = await identify(services, request)
  if (session.kind === 'agent') requirePermission(session, permission)
  return session
}

/** An agent or an API key with this permission. */
export async function authorise(
  services: AuthServices,
  request: FastifyRequest,
  permission: Permission,
): Promise<AgentSession> {
  const session = await authenticate(services, request, permission)
  if (session.kind !== 'agent') throw new ChatError('forbidden', 'This is for agents.')
  return session
}

/** A person of the team, also one who has yet to set up a second factor. */
export async function authenticatePerson(
  services: AuthServices,
  request: FastifyRequest,
): Promise<AgentSession> {
  const session = await identify(services, request)
  if (session.kind !== 'agent') throw new ChatError('forbidden', 'This is for agents.')
  if (session.scopes) throw new ChatError('forbidden', 'This is for people, not for API keys.')
  return session
}

/** A person of the team, with this permission where one is needed: an API key is nobody. */
export async function authenticateAsAgent(
  services: AuthServices,
  request: FastifyRequest,
  permission?: Permission,
): Promise<AgentSession> {
  const session = await authenticatePerson(services, request)
  requireSecondFactor(session)
  if (permission !== undefined) requirePermission(session, permission)
  return session
}

/** People change themselves, whatever their role; what of themselves and who changes others is said by the action. */
export async function authenticateForAgentChange(
  services: AuthServices,
  request: FastifyRequest,
): Promise<AgentSession> {
  const session = await identify(services, request)
  if (session.kind !== 'agent') throw new ChatError('forbidden', 'This is for agents.')
  if (session.scopes) requirePermission(session, 'agents:write')
  requireSecondFactor(session)
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

/** The token with which the request came, whatever the way. */
export function tokenOf(request: FastifyRequest): string | undefined {
  return bearerOf(request) ?? request.cookies[cookieName(request)]
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

function cookieToken(request: FastifyRequest): string | undefined {
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads && isForeignPage(request.headers)) throw new ChatError('origin_not_allowed')
  return request.cookies[cookieName(request)]
}

function cookieName(request: FastifyRequest): string {
  return sessionCookie(request.protocol === 'https')
}

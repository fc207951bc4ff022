import type { IncomingHttpHeaders } from 'node:http'
import { ChatError } from '@biometrics/chat-protocol'
import type { FastifyInstance } from 'fastify'
import type { Socket } from 'socket.io'
import { authenticateAgent } from '../agents/sessions.ts'
import { requireSecondFactor } from '../rights.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { createVisitorAuthentication } from '../visitors/authenticate-visitor.ts'
import { callerOf, isForeignPage, sessionCookie } from './authenticate.ts'
import type { SocketGuard } from './guard-sockets.ts'
import { toChatError, toCommandError } from './errors.ts'

const RETRY_AFTER_MS = 1_000

type Middleware = (socket: Socket, next: (error?: Error) => void) => void

/** Lets visitors in by their token. */
export function admitVisitors(
  services: Services,
  guard: SocketGuard,
  report: (error: unknown) => void,
): Middleware {
  const authenticateVisitor = createVisitorAuthentication(services)
  return admit(services, guard, report, (socket) =>
    authenticateVisitor(tokenOf(socket) ?? '', callerOf(socket.handshake.headers)),
  )
}

/** Lets agents in by their token, or by the cookie of a page of ours. */
export function admitAgents(
  services: Services,
  fastify: FastifyInstance,
  guard: SocketGuard,
  report: (error: unknown) => void,
): Middleware {
  return admit(services, guard, report, async (socket) =>
    authenticateAgent(services, tokenOf(socket) ?? agentCookie(fastify, socket.handshake.headers) ?? ''),
  )
}

function admit(
  { shutdown }: Services,
  guard: SocketGuard,
  report: (error: unknown) => void,
  authenticate: (socket: Socket) => Promise<Session | null>,
): Middleware {
  return (socket, next) => {
    Promise.resolve()
      .then(() => guard.enter(socket))
      .then(() => {
        // Behind a load balancer the next attempt finds another node.
        if (shutdown.hasBegun) throw new ChatError('restarting', undefined, { retryAfterMs: RETRY_AFTER_MS })
        return authenticate(socket)
      })
      .then((session) => {
        if (!session) throw new ChatError('unauthenticated')
        if (session.kind === 'agent') requireSecondFactor(session)
        guard.known(socket, session)
        socket.data.session = session
        next()
      })
      .catch((error) => {
        const refusal = toChatError(error, report)
        next(Object.assign(new Error(refusal.message), { data: toCommandError(refusal) }))
      })
  }
}

/** Browsers send the cookie with a handshake from any page, so the page must be one of ours. */
export function agentCookie(fastify: FastifyInstance, headers: IncomingHttpHeaders): string | undefined {
  if (isForeignPage(headers)) throw new ChatError('origin_not_allowed')
  const cookies = fastify.parseCookie(headers.cookie ?? '')
  // Behind a proxy the handshake does not say whether it came over TLS; the bound name is the better one of two.
  return cookies[sessionCookie(true)] ?? cookies[sessionCookie(false)]
}

function tokenOf(socket: Socket): string | undefined {
  const token: unknown = socket.handshake.auth.token
  return typeof token === 'string' ? token : undefined
}

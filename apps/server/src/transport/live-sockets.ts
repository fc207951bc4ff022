import type { IncomingMessage } from 'node:http'
import { ChatError, id as idSchema } from '@biometrics/chat-protocol'
import { type WebSocket, WebSocketServer } from 'ws'
import { authenticateAgent } from '../agents/sessions.ts'
import { redeemTicket } from '../agents/tickets.ts'
import { isUnavailable } from '../database/errors.ts'
import { groupExists } from '../groups/find-group.ts'
import { mayDo } from '../rights.ts'
import type { Services } from '../services.ts'
import type { SignedInAgent } from '../session.ts'
import { agentCookie } from './admit.ts'
import type { HttpServer } from './http-server.ts'
import { pace } from './pace.ts'
import type { Listener } from './watch-sessions.ts'

const PATH = '/chat/metrics'
/** Nobody has anything to say here. */
const MAX_BYTES = 1_024
/** A connection that has died without a word is found within two of these. */
const PING_MS = 15_000

/** For goodbyes on their way. */
const LEAVE_MS = 500

/** Codes of our own, after HTTP's. */
const UNAUTHENTICATED = 4401
const FORBIDDEN = 4403
const NOT_FOUND = 4404
/** Of RFC 6455 and its registry. */
const RESTART = 1012
const TRY_AGAIN = 1013

interface Refusal {
  code: number
  reason: string
}

/** `WS /chat/metrics`: the live figures as plain text frames, for pages and programs without Socket.IO. */
export function openLiveSockets(
  http: HttpServer,
  services: Services,
  report: (error: unknown) => void,
): { listeners: ReadonlySet<Listener>; stop(): void } {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_BYTES, clientTracking: true })
  const listeners = new Set<Listener>()
  /** Have not answered the last ping yet. */
  const silent = new WeakSet<WebSocket>()
  let cancelPing = services.clock.after(PING_MS, pingAll)

  http.server.on('upgrade', (request, socket, head) => {
    if (addressOf(request).pathname !== PATH) return
    server.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('pong', () => silent.delete(webSocket))
      webSocket.on('error', () => webSocket.terminate())
      enter(webSocket, request).catch((error: unknown) => {
        if (!isUnavailable(error)) report(error)
        webSocket.close(TRY_AGAIN, 'It cannot be answered at the moment.')
      })
    })
  })

  async function enter(webSocket: WebSocket, request: IncomingMessage) {
    if (services.shutdown.hasBegun) return webSocket.close(RESTART, 'The server restarts.')
    const session = await authenticate(request)
    if (!session) return refuse(webSocket, { code: UNAUTHENTICATED, reason: 'Sign in first.' })
    if (!mayDo(session, 'metrics:read'))
      return refuse(webSocket, { code: FORBIDDEN, reason: 'This needs the permission metrics:read.' })
    const groupId = addressOf(request).searchParams.get('groupId')
    if (groupId !== null && !(await isGroup(groupId)))
      return refuse(webSocket, { code: NOT_FOUND, reason: 'groupId: no such group.' })
    if (webSocket.readyState === webSocket.OPEN) listen(webSocket, session, groupId)
  }

  /** A ticket where there is one, else the cookie of a page of ours. */
  async function authenticate(request: IncomingMessage): Promise<SignedInAgent | null> {
    const ticket = addressOf(request).searchParams.get('token')
    if (ticket !== null) return redeemTicket(services, ticket)
    try {
      return await authenticateAgent(services, agentCookie(http, request.headers) ?? '')
    } catch (error) {
      if (error instanceof ChatError) return null
      throw error
    }
  }

  async function isGroup(groupId: string): Promise<boolean> {
    return idSchema.safeParse(groupId).success && groupExists(services.database.query, groupId)
  }

  function listen(webSocket: WebSocket, session: SignedInAgent, groupId: string | null) {
    const paced = pace(services.clock, (text: string, sent) => webSocket.send(text, sent))
    const stopListening = services.liveWatch.listen(groupId, paced.tell)
    const listener = {
      session,
      end: () => refuse(webSocket, { code: UNAUTHENTICATED, reason: 'The session is over.' }),
    }
    listeners.add(listener)
    webSocket.once('close', () => {
      listeners.delete(listener)
      stopListening()
      paced.stop()
    })
  }

  function refuse(webSocket: WebSocket, { code, reason }: Refusal) {
    webSocket.close(code, reason)
  }

  function pingAll() {
    for (const webSocket of server.clients) {
      if (silent.has(webSocket)) webSocket.terminate()
      silent.add(webSocket)
      webSocket.ping()
    }
    cancelPing = services.clock.after(PING_MS, pingAll)
  }

  return {
    listeners,
    stop() {
      cancelPing()
      for (const webSocket of server.clients) webSocket.close(RESTART, 'The server restarts.')
      // Who does not answer would keep the process from ending; by real time, since that is what ends.
      setTimeout(() => server.clients.forEach((webSocket) => webSocket.terminate()), LEAVE_MS)
    },
  }
}

/** Only path and query are looked at, whatever host the client names. */
function addressOf(request: IncomingMessage): URL {
  return URL.parse(request.url ?? '/', 'http://here') ?? new URL('http://here/')
}

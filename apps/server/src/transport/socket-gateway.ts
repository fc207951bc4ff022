import type { Server as HttpServer } from 'node:http'
import { ChatError, type CommandName, commands, LIMITS } from '@biometrics/chat-protocol'
import type { FastifyInstance } from 'fastify'
import { Server, type Socket } from 'socket.io'
import type { Presence } from '../agents/presence.ts'
import { authenticateAgent } from '../agents/sign-in.ts'
import { type Audience, roomOf } from '../delivery/audience.ts'
import { agentHandlers, type Connection, visitorHandlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import type { AgentSession, Session, VisitorSession } from '../session.ts'
import { authenticateVisitor } from '../visitors/open-session.ts'
import { callerOf, SESSION_COOKIE } from './authenticate.ts'
import { invalidPayload, toChatError, toCommandError } from './errors.ts'

const CONNECT_TIMEOUT_MS = 10_000

export function createSocketServer(http: HttpServer): Server {
  return new Server(http, {
    serveClient: false,
    maxHttpBufferSize: LIMITS.frameBytes,
    connectTimeout: CONNECT_TIMEOUT_MS,
  })
}

/** Lets sockets in, and turns what they send into calls of the handlers. */
export function openGateway(
  io: Server,
  services: Services,
  presence: Presence,
  fastify: FastifyInstance,
): void {
  const visitors = io.of('/visitor')
  visitors.use(
    admit((socket) =>
      authenticateVisitor(services, tokenOf(socket) ?? '', callerOf(socket.handshake.headers)),
    ),
  )
  visitors.on('connection', (socket) => {
    const session: VisitorSession = socket.data.session
    socket.join([roomOf({ visitor: session.visitorId }), roomOf({ visitorsOf: session.appUuid })])
    listen(socket, (name, payload) => answer(visitorHandlers, session, name, payload, socket))
  })

  const agents = io.of('/agent')
  agents.use(
    admit(async (socket) => authenticateAgent(services, tokenOf(socket) ?? agentCookie(socket) ?? '')),
  )
  agents.on('connection', (socket) => {
    const session: AgentSession = socket.data.session
    socket.join([roomOf({ agents: true }), roomOf({ agent: session.agentId })])
    listen(socket, (name, payload) => answer(agentHandlers, session, name, payload, socket))
    presence.connected(session.agentId).catch(report)
    socket.on('disconnect', () => presence.disconnected(session.agentId).catch(report))
  })

  function admit(authenticate: (socket: Socket) => Promise<Session | null>) {
    return (socket: Socket, next: (error?: Error) => void) => {
      authenticate(socket)
        .then((session) => {
          if (!session) throw new ChatError('unauthenticated')
          socket.data.session = session
          next()
        })
        .catch((error) => {
          const refusal = toChatError(error, report)
          next(Object.assign(new Error(refusal.message), { data: toCommandError(refusal) }))
        })
    }
  }

  /** One listener for every command: a closure per command and socket would be most of a socket's memory. */
  function listen(socket: Socket, run: (name: string, payload: unknown) => Promise<unknown>) {
    socket.onAny((name: string, ...args: unknown[]) => {
      const last = args.at(-1)
      const acknowledge = typeof last === 'function' ? last : () => {}
      run(name, typeof args[0] === 'function' ? undefined : args[0]).then(
        (data) => acknowledge({ ok: true, data }),
        (error) => acknowledge({ ok: false, error: toCommandError(toChatError(error, report)) }),
      )
    })
  }

  /** Parses once, at the door. The table's types hold name and payload together; a look-up by a string cannot. */
  async function answer<S extends Session>(
    handlers: object,
    session: S,
    name: string,
    payload: unknown,
    socket: Socket,
  ): Promise<unknown> {
    if (!Object.hasOwn(handlers, name))
      throw new ChatError('unknown_command', `There is no command "${name}" here.`)
    const parsed = commands[name as CommandName].payload.safeParse(payload)
    if (!parsed.success) throw invalidPayload(parsed.error)
    const handler = handlers[name as keyof typeof handlers] as (
      services: Services,
      session: S,
      payload: unknown,
      connection: Connection,
    ) => Promise<unknown>
    return handler(services, session, parsed.data, connectionOf(socket))
  }

  /** Browsers send the cookie with a handshake from any page, so the page must be one of ours. */
  function agentCookie({ handshake: { headers } }: Socket): string | undefined {
    if (headers.origin !== undefined && !callerOf(headers).ownPage) throw new ChatError('origin_not_allowed')
    return fastify.parseCookie(headers.cookie ?? '')[SESSION_COOKIE]
  }

  function report(error: unknown) {
    fastify.log.error(error)
  }
}

function connectionOf(socket: Socket): Connection {
  return {
    id: socket.id,
    join: async (audience: Audience) => socket.join(roomOf(audience)),
    leave: async (audience: Audience) => socket.leave(roomOf(audience)),
  }
}

function tokenOf(socket: Socket): string | undefined {
  const token: unknown = socket.handshake.auth.token
  return typeof token === 'string' ? token : undefined
}

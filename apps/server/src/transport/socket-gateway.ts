import type { FastifyInstance } from 'fastify'
import type { Server, Socket } from 'socket.io'
import type { Presence } from '../agents/presence.ts'
import { type AvailabilityWatch, type Door, entranceOf } from '../availability/watch-availability.ts'
import type { Audience } from '../delivery/audience.ts'
import type { Handlers } from '../handlers.ts'
import type { Instruments } from '../metrics/instruments.ts'
import { mayDo } from '../rights.ts'
import { partsOf } from '../reach.ts'
import type { Tracing } from '../tracing/tracing.ts'
import type { Services } from '../services.ts'
import type { AgentSession, SignedInAgent, VisitorSession } from '../session.ts'
import type { VisitorPresence } from '../visitors/visitor-presence.ts'
import { admitAgents, admitVisitors } from './admit.ts'
import type { SocketGuard } from './guard-sockets.ts'
import { createIntake } from './intake.ts'
import { runCommands } from './run-commands.ts'
import type { Join } from './subscriptions.ts'

/** Lets sockets in, puts them where they hear what is theirs, and listens to them. */
export function openGateway(
  io: Server,
  services: Services,
  handlers: Handlers,
  { agents: presence, visitors: visitorPresence }: { agents: Presence; visitors: VisitorPresence },
  availability: AvailabilityWatch,
  join: Join,
  instruments: Instruments,
  tracing: Tracing | null,
  fastify: FastifyInstance,
  guard: SocketGuard,
): void {
  const report = (error: unknown) => fastify.log.error(error)
  const intake = createIntake(services.messageLog)

  const visitors = io.of('/visitor')
  visitors.use(admitVisitors(services, guard, report))
  visitors.use(
    enter(join, (session: VisitorSession) => [
      { visitor: session.visitorId },
      { visitorsOf: session.appUuid },
      entranceOf(doorOf(session)),
    ]),
  )
  visitors.on('connection', (socket) => {
    guard.entered(socket)
    const session: VisitorSession = socket.data.session
    runCommands(
      socket,
      session,
      handlers.visitor,
      services,
      join,
      intake,
      instruments,
      guard,
      tracing,
      report,
    )
    const news = availability.enter(doorOf(session))
    if (news) socket.emit('availability', news)
    visitorPresence.connected(session.visitorId)
    socket.on('disconnect', () => {
      availability.leave(doorOf(session))
      visitorPresence.disconnected(session.visitorId)
    })
  })

  const agents = io.of('/agent')
  agents.use(admitAgents(services, fastify, guard, report))
  agents.use(
    enter(join, ({ agentId, sessionKey, onlyGroups }: SignedInAgent) => [
      { agents: true },
      { agent: agentId },
      { session: sessionKey },
      ...partsOf({ onlyGroups }).map((part) => ({ part })),
    ]),
  )
  agents.on('connection', (socket) => {
    guard.entered(socket)
    const session: AgentSession = socket.data.session
    runCommands(socket, session, handlers.agent, services, join, intake, instruments, guard, tracing, report)
    // Who may only read is nobody whom a conversation could wait for.
    if (!mayDo(session, 'conversations:write')) return
    presence.connected(session.agentId).catch(report)
    socket.on('disconnect', () => presence.disconnected(session.agentId).catch(report))
  })
}

function doorOf({ appUuid, pageHours }: VisitorSession): Door {
  return { appId: appUuid, groupId: null, pageHours }
}

/** Before the client hears that it is in: what it reads afterwards is followed by everything told since. */
function enter<S>(join: Join, audiencesOf: (session: S) => Audience[]) {
  return (socket: Socket, next: () => void) => {
    void join(socket, ...audiencesOf(socket.data.session)).then(next)
  }
}

import type { FastifyInstance } from 'fastify'
import type { Server } from 'socket.io'
import type { Presence } from '../agents/presence.ts'
import { roomOf } from '../delivery/audience.ts'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import type { AgentSession, VisitorSession } from '../session.ts'
import { admitAgents, admitVisitors } from './admit.ts'
import { runCommands } from './run-commands.ts'

/** Lets sockets in, puts them where they hear what is theirs, and listens to them. */
export function openGateway(
  io: Server,
  services: Services,
  handlers: Handlers,
  presence: Presence,
  fastify: FastifyInstance,
): void {
  const report = (error: unknown) => fastify.log.error(error)

  const visitors = io.of('/visitor')
  visitors.use(admitVisitors(services, report))
  visitors.on('connection', (socket) => {
    const session: VisitorSession = socket.data.session
    socket.join([roomOf({ visitor: session.visitorId }), roomOf({ visitorsOf: session.appUuid })])
    runCommands(socket, session, handlers.visitor, services, report)
  })

  const agents = io.of('/agent')
  agents.use(admitAgents(services, fastify, report))
  agents.on('connection', (socket) => {
    const session: AgentSession = socket.data.session
    socket.join([roomOf({ agents: true }), roomOf({ agent: session.agentId })])
    runCommands(socket, session, handlers.agent, services, report)
    presence.connected(session.agentId).catch(report)
    socket.on('disconnect', () => presence.disconnected(session.agentId).catch(report))
  })
}

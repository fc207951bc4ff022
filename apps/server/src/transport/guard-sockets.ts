import type { IncomingMessage } from 'node:http'
import { ChatError } from '@biometrics/chat-protocol'
import proxyAddr from '@fastify/proxy-addr'
import type { Socket } from 'socket.io'
import { createMemoryLimiter } from '../limits/memory-limiter.ts'
import { isOfThisMachine, networkOf } from '../limits/network.ts'
import { refuseTooMany } from '../limits/refuse-too-many.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'

/** Somebody who goes on after so many refusals of one connection only wants to keep us busy. */
const MOST_REFUSALS = { name: 'refusals-of-connection', most: 50, withinMs: 60_000 }
const RETRY_AFTER_MS = 5_000

/** Keeps one network, visitor or connection from taking the sockets from the others. */
export interface SocketGuard {
  /** Before anybody is asked who they are; refuses by throwing. */
  enter(socket: Socket): Promise<void>
  /** Once it is in. */
  entered(socket: Socket): void
  /** Before a command is carried out; null where nothing is limited, so that messages pay nothing for it. */
  command: ((socket: Socket, session: Session, name: string) => Promise<void>) | null
}

/**
 * What a connection does is counted on its own node, without a word to Redis for each message; what a visitor or a network
 * begins is counted by all nodes together.
 */
export function guardSockets(
  services: Pick<Services, 'limiter' | 'abuse'>,
  trustedProxies: readonly string[],
): SocketGuard {
  const { abuse, limiter } = services
  if (abuse === null) return { enter: async () => {}, entered: () => {}, command: null }
  const here = createMemoryLimiter()
  const networkOfSocket = networkReader(trustedProxies)
  const connections = new Map<string, number>()
  const refuse = refuseTooMany.bind(null, here, abuse)
  const refuseEverywhere = refuseTooMany.bind(null, limiter, abuse)

  const isFree = ({ request }: Socket) => !abuse.countsThisMachine && isOfThisMachine(request)

  async function judge(socket: Socket, session: Session, name: string) {
    await refuse('commandsOfConnection', socket.id)
    if (name === 'message:send') {
      const [limit, key] =
        session.kind === 'visitor'
          ? (['messagesOfVisitor', session.visitorId] as const)
          : (['messagesOfAgent', session.agentId] as const)
      await refuse(limit, key)
    }
    if (name === 'conversation:start' && session.kind === 'visitor') {
      await refuseEverywhere('conversationsOfVisitor', session.visitorId)
      await refuseEverywhere('conversationsFromNetwork', networkOfSocket(socket.request))
      await refuseEverywhere('conversationsOfApp', session.appUuid)
    }
  }

  return {
    async enter(socket) {
      if (isFree(socket)) return
      const network = networkOfSocket(socket.request)
      await refuse('handshakesFromNetwork', network)
      if ((connections.get(network) ?? 0) >= abuse.connectionsFromNetwork.most)
        throw new ChatError('rate_limited', undefined, { retryAfterMs: RETRY_AFTER_MS })
    },
    entered(socket) {
      const network = networkOfSocket(socket.request)
      connections.set(network, (connections.get(network) ?? 0) + 1)
      socket.once('disconnect', () => {
        const left = (connections.get(network) ?? 1) - 1
        if (left > 0) connections.set(network, left)
        else connections.delete(network)
      })
    },
    async command(socket, session, name) {
      if (isFree(socket)) return
      try {
        await judge(socket, session, name)
      } catch (error) {
        if ((await here.take(MOST_REFUSALS, socket.id)) > 0) setImmediate(() => socket.disconnect(true))
        throw error
      }
    },
  }
}

/** A proxy is believed where it is named; anybody can write the header. */
function networkReader(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trust = proxyAddr.compile([...trustedProxies])
  return (request) => networkOf(proxyAddr(request, trust))
}

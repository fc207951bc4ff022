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
  /** Once it is known who it is; refuses by throwing. */
  known(socket: Socket, session: Session): void
  /** Once it is in. */
  entered(socket: Socket): void
  /**
   * Before a command is carried out; refuses by throwing. `drop`: it is answered as if it had been, and was not. Null where
   * nothing is limited, so that messages pay nothing for it.
   */
  command: ((socket: Socket, session: Session, name: string) => Promise<'drop' | undefined>) | null
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
  if (abuse === null) return { enter: async () => {}, known: () => {}, entered: () => {}, command: null }
  const limits = abuse
  const here = createMemoryLimiter()
  const networkOfSocket = networkReader(trustedProxies)
  /** Of networks and of people. */
  const connections = new Map<string, number>()
  const refuse = refuseTooMany.bind(null, here, abuse)
  const refuseEverywhere = refuseTooMany.bind(null, limiter, abuse)

  const isFree = ({ request }: Socket) => !abuse.countsThisMachine && isOfThisMachine(request)

  function refuseConnection(
    name: 'connectionsFromNetwork' | 'connectionsOfVisitor' | 'connectionsOfAgent',
    whose: string,
  ) {
    if ((connections.get(whose) ?? 0) >= limits[name].most)
      throw new ChatError('rate_limited', undefined, { retryAfterMs: RETRY_AFTER_MS })
  }

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
      refuseConnection('connectionsFromNetwork', network)
    },
    known(socket, session) {
      if (isFree(socket)) return
      refuseConnection(
        session.kind === 'visitor' ? 'connectionsOfVisitor' : 'connectionsOfAgent',
        idOf(session),
      )
    },
    entered(socket) {
      for (const whose of [networkOfSocket(socket.request), idOf(socket.data.session)]) {
        connections.set(whose, (connections.get(whose) ?? 0) + 1)
        socket.once('disconnect', () => {
          const left = (connections.get(whose) ?? 1) - 1
          if (left > 0) connections.set(whose, left)
          else connections.delete(whose)
        })
      }
    },
    async command(socket, session, name) {
      if (isFree(socket)) return undefined
      try {
        await judge(socket, session, name)
        // Nobody waits for it, and a refusal would cost more than it.
        if (name === 'typing:set' && (await here.take(abuse.typingOfConnection, socket.id)) > 0) return 'drop'
        return undefined
      } catch (error) {
        if ((await here.take(MOST_REFUSALS, socket.id)) > 0) setImmediate(() => socket.disconnect(true))
        throw error
      }
    },
  }
}

function idOf(session: Session): string {
  return session.kind === 'visitor' ? session.visitorId : session.agentId
}

/** A proxy is believed where it is named; anybody can write the header. */
function networkReader(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trust = proxyAddr.compile([...trustedProxies])
  return (request) => networkOf(proxyAddr(request, trust))
}

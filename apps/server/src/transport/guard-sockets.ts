import type { IncomingMessage } from 'node:http'
import { commands } from '@biometrics/chat-protocol'
import proxyAddr from '@fastify/proxy-addr'
import type { Socket } from 'socket.io'
import { countRefusals } from '../limits/count-refusals.ts'
import { createMemoryLimiter } from '../limits/memory-limiter.ts'
import { isOfThisMachine, networkOf } from '../limits/network.ts'
import { refuseTooMany } from '../limits/refuse-too-many.ts'
import { countUnderWay } from '../limits/under-way.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { gatherReadMarks } from './gather-read-marks.ts'
import { guardVisitorsMessages } from './guard-visitors-messages.ts'

/** Somebody who goes on after so many refusals of one connection only wants to keep us busy. */
const MOST_REFUSALS = { name: 'refusals-of-connection', most: 50, withinMs: 60_000 }
/** A crowd that is turned away must not come back as one. */
const CROWD_LEAST_MS = 1_000
const CROWD_SPREAD_MS = 9_000
/** What names a conversation; anything longer is refused where it is read. */
const ID_LENGTH = 36
/** Beyond so many conversations of one connection all of them are new to it again. */
const MOST_JOINED = 1_000

/** Keeps one network, visitor or connection from taking the sockets from the others. */
export interface SocketGuard {
  /** Before a connection is opened: 0, or after how long to come again. */
  handshake(request: IncomingMessage): Promise<number>
  /** Before anybody is asked who they are; refuses by throwing. */
  enter(socket: Socket): Promise<void>
  /** Once it is known who it is; refuses by throwing. */
  known(socket: Socket, session: Session): void
  /** Once it is in. */
  entered(socket: Socket): void
  /** What judges each command of a connection; null where nothing is limited, so that messages pay nothing for it. */
  commandsOf(socket: Socket, session: Session): JudgeCommand | null
}

/** Before a command is carried out; refuses by throwing. `drop`: it is answered as if it had been, and was not. */
export type JudgeCommand = (name: string, payload: unknown) => Promise<Verdict>

type Verdict = 'drop' | undefined

/**
 * What a connection does is counted on its own node, without a word to Redis for each message; what a visitor or a network
 * begins is counted by all nodes together.
 */
export function guardSockets(
  services: Pick<Services, 'limiter' | 'abuse' | 'clock' | 'limited'>,
  trustedProxies: readonly string[],
): SocketGuard {
  const { abuse, limiter, clock, limited } = services
  if (abuse === null) return OPEN
  const limits = abuse
  const here = countRefusals(createMemoryLimiter(), limited)
  const networkOfSocket = networkReader(trustedProxies)
  /** Of networks and of people. */
  const connections = countUnderWay(limited)
  /** What each connection has read of already. */
  const joined = new WeakMap<Socket, Set<string>>()
  const refuse = refuseTooMany.bind(null, here, abuse)
  const refuseEverywhere = refuseTooMany.bind(null, limiter, abuse)
  const judgeMessage = guardVisitorsMessages(clock, here, abuse)
  const gatherMark = gatherReadMarks(
    clock,
    limits.readMarksOfConversation.withinMs / limits.readMarksOfConversation.most,
  )

  const isFreeRequest = (request: IncomingMessage) => !limits.countsThisMachine && isOfThisMachine(request)
  const isFree = ({ request }: Socket) => isFreeRequest(request)

  async function judge(socket: Socket, session: Session, name: string, payload: unknown): Promise<Verdict> {
    // Who asks for what there is not looks for a way in, or is broken.
    if (!Object.hasOwn(commands, name)) await here.take(limits.commandsOfConnection, socket.id)
    await refuse('commandsOfConnection', socket.id)
    if (name === 'message:send')
      await (session.kind === 'visitor'
        ? judgeMessage(session.visitorId)
        : refuse('messagesOfAgent', session.agentId))
    if (name === 'conversation:start' && session.kind === 'visitor') {
      await refuseEverywhere('conversationsOfVisitor', session.visitorId)
      await refuseEverywhere('conversationsFromNetwork', networkOfSocket(socket.request))
      await refuseEverywhere('conversationsOfApp', session.appUuid)
    }
    const conversationId = conversationIn(payload)
    if (conversationId === undefined) return undefined
    if (name === 'conversation:sync') await judgeJoin(socket, session, conversationId)
    if (name === 'conversation:leave') joined.get(socket)?.delete(conversationId)
    if (name === 'message:read') return judgeMark(`${socket.id} ${conversationId}`, payload)
    return undefined
  }

  /** Reading on in what was read of before is a command as any other. */
  async function judgeJoin(socket: Socket, session: Session, conversationId: string) {
    const known = joined.get(socket) ?? new Set()
    joined.set(socket, known)
    if (known.has(conversationId)) return
    await refuse(session.kind === 'visitor' ? 'joinsOfVisitor' : 'joinsOfAgent', socket.id)
    if (known.size >= MOST_JOINED) known.clear()
    known.add(conversationId)
  }

  async function judgeMark(lane: string, payload: unknown): Promise<Verdict> {
    const { seq } = payload as { seq?: unknown }
    if (!Number.isSafeInteger(seq)) return undefined
    return (await gatherMark(lane, Number(seq))) === 'overtaken' ? 'drop' : undefined
  }

  return {
    async handshake(request) {
      if (isFreeRequest(request)) return 0
      const isTooMuch = (await here.take(limits.handshakesOfNode, 'all')) > 0
      return isTooMuch ? CROWD_LEAST_MS + Math.floor(Math.random() * CROWD_SPREAD_MS) : 0
    },
    async enter(socket) {
      if (isFree(socket)) return
      const network = networkOfSocket(socket.request)
      await refuse('handshakesFromNetwork', network)
      connections.refuse(network, limits.connectionsFromNetwork)
    },
    known(socket, session) {
      if (isFree(socket)) return
      const name = session.kind === 'visitor' ? 'connectionsOfVisitor' : 'connectionsOfAgent'
      connections.refuse(idOf(session), limits[name])
    },
    entered(socket) {
      for (const whose of [networkOfSocket(socket.request), idOf(socket.data.session)])
        socket.once('disconnect', connections.begin(whose))
    },
    commandsOf(socket, session) {
      if (isFree(socket)) return null
      return async (name, payload) => {
        try {
          const verdict = await judge(socket, session, name, payload)
          // Nobody waits for it, and a refusal would cost more than it.
          if (name === 'typing:set' && (await here.take(limits.typingOfConnection, socket.id)) > 0)
            return 'drop'
          return verdict
        } catch (error) {
          if ((await here.take(MOST_REFUSALS, socket.id)) > 0) setImmediate(() => socket.disconnect(true))
          throw error
        }
      }
    },
  }
}

/** Nothing is limited. */
const OPEN: SocketGuard = {
  handshake: async () => 0,
  enter: async () => {},
  known: () => {},
  entered: () => {},
  commandsOf: () => null,
}

/** Before it is parsed: what is no id is refused there. */
function conversationIn(payload: unknown): string | undefined {
  const id = (payload as { conversationId?: unknown } | null | undefined)?.conversationId
  return typeof id === 'string' && id.length <= ID_LENGTH ? id : undefined
}

function idOf(session: Session): string {
  return session.kind === 'visitor' ? session.visitorId : session.agentId
}

/** A proxy is believed where it is named; anybody can write the header. */
function networkReader(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trust = proxyAddr.compile([...trustedProxies])
  return (request) => networkOf(proxyAddr(request, trust))
}

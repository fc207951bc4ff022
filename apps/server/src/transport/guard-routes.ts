import { createHash } from 'node:crypto'
import { LIMITS } from '@biometrics/chat-protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AbuseLimitName } from '../limits/abuse-limits.ts'
import { isOfThisMachine, networkOf } from '../limits/network.ts'
import { refuseTooMany } from '../limits/refuse-too-many.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { countUnderWay } from '../limits/under-way.ts'
import { sessionIfAny, tokenOf } from './authenticate.ts'
import { VISITORS_MESSAGES } from './guard-visitors-messages.ts'

/** What is dear, or fills a disk. */
const LIMITED: Readonly<Record<string, AbuseLimitName>> = {
  'POST /visitor/sessions': 'sessionsFromNetwork',
  'POST /conversations/:id/messages': 'messagesOverRest',
  'GET /people': 'searches',
  'GET /search/messages': 'searches',
  'GET /search/visitors': 'searches',
  'GET /people/:id/export': 'exports',
  'GET /audit.csv': 'exports',
  'GET /audit.json': 'exports',
  'GET /audit/verification': 'exports',
  'GET /reports/breakdown.csv': 'exports',
  'GET /reports/conversations.csv': 'exports',
  'GET /reports/staffing.csv': 'exports',
}
const PREFIX = '/api/v1'
const KILOBYTE = 1_000
const UPLOADS: ReadonlySet<string> = new Set(['POST /uploads', 'PUT /me/picture'])
/** Whoever they are of. */
const ALL = 'all'

type Guarded = Pick<Services, 'abuse' | 'limiter'>

/** Counted for whoever sends the token; for a session, for the network it comes from. */
export function guardRoutes(routes: FastifyInstance, services: Services): void {
  const { abuse, limiter, limited } = services
  if (abuse === null) return
  const isFree = (request: FastifyRequest) => !abuse.countsThisMachine && isOfThisMachine(request.raw)
  routes.addHook('preHandler', async (request) => {
    const name = limitOf(request)
    if (name === undefined || isFree(request)) return
    await refuseTooMany(limiter, abuse, name, keyOf(request, name))
  })

  /** On this node. */
  const exports = countUnderWay(limited)
  const uploads = countUnderWay(limited)
  routes.addHook('preHandler', async (request, reply) => {
    if (isFree(request)) return
    if (limitOf(request) === 'exports') {
      const session = await sessionIfAny(services, request)
      // Whoever may not is refused where it is made.
      if (session?.kind !== 'agent') return
      exports.refuse(session.agentId, abuse.exportsAtOnce)
      whenAnswered(reply, exports.begin(session.agentId))
    }
    if (UPLOADS.has(operationOf(request))) {
      const network = networkOf(request.ip)
      uploads.refuse(ALL, abuse.uploadsAtOnce)
      uploads.refuse(network, abuse.uploadsAtOnceFromNetwork)
      for (const whose of [ALL, network]) whenAnswered(reply, uploads.begin(whose))
    }
  })
}

/** Sent to its end, or given up by who asked. */
function whenAnswered({ raw }: FastifyReply, then: () => void) {
  raw.once('close', then)
}

/** Before an upload is read: how many there were, and what a day may bring, by what the request says to hold. */
export async function guardUpload(services: Guarded, request: FastifyRequest, session: Session) {
  const { abuse, limiter } = services
  if (abuse === null || (!abuse.countsThisMachine && isOfThisMachine(request.raw))) return
  if (session.kind === 'agent') await refuseTooMany(limiter, abuse, 'uploadsOfAgent', session.agentId)
  else await refuseTooMany(limiter, abuse, 'uploadsOfVisitor', session.visitorId)
  // Whoever does not say is taken to send the most.
  const said = Number(request.headers['content-length'] ?? LIMITS.uploadBytes)
  const kilobytes = Math.ceil(Math.min(said, LIMITS.uploadBytes) / KILOBYTE)
  const take = (name: AbuseLimitName, key: string) => refuseTooMany(limiter, abuse, name, key, kilobytes)
  if (session.kind === 'agent') return take('uploadedKilobytesOfAgent', session.agentId)
  await take('uploadedKilobytesOfVisitor', session.visitorId)
  try {
    await take('uploadedKilobytesOfApp', session.appUuid)
  } catch (refusal) {
    await limiter.giveBack(abuse.uploadedKilobytesOfVisitor, session.visitorId, kilobytes)
    throw refusal
  }
}

/** A visitor may say no more over REST than over a socket. */
export async function guardMessage({ abuse, limiter }: Guarded, request: FastifyRequest, session: Session) {
  if (abuse === null || session.kind !== 'visitor') return
  if (!abuse.countsThisMachine && isOfThisMachine(request.raw)) return
  for (const name of VISITORS_MESSAGES) await refuseTooMany(limiter, abuse, name, session.visitorId)
}

function operationOf({ method, routeOptions }: FastifyRequest): string {
  return `${method} ${routeOptions.url?.replace(PREFIX, '')}`
}

function limitOf(request: FastifyRequest): AbuseLimitName | undefined {
  const operation = operationOf(request)
  // A list is cheap; looking for words in it is not.
  if (operation === 'GET /conversations' && (request.query as { q?: string }).q) return 'searches'
  return LIMITED[operation]
}

function keyOf(request: FastifyRequest, name: AbuseLimitName): string {
  const token = name === 'sessionsFromNetwork' ? undefined : tokenOf(request)
  if (token === undefined) return networkOf(request.ip)
  const whose = createHash('sha256').update(token).digest('base64url')
  // One look for words asks for messages and for people.
  return name === 'searches' ? `${whose} ${operationOf(request)}` : whose
}

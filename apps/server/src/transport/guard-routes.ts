import { createHash } from 'node:crypto'
import { LIMITS } from '@biometrics/chat-protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AbuseLimitName } from '../limits/abuse-limits.ts'
import { isOfThisMachine, networkOf } from '../limits/network.ts'
import { refuseTooMany } from '../limits/refuse-too-many.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { tokenOf } from './authenticate.ts'

/** What is dear, or fills a disk. */
const LIMITED: Readonly<Record<string, AbuseLimitName>> = {
  'POST /visitor/sessions': 'sessionsFromNetwork',
  'POST /conversations/:id/messages': 'messagesOverRest',
  'POST /uploads': 'uploads',
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

/** Counted before the body of an upload is read, for whoever sends the token; for a session, for the network it comes from. */
export function guardRoutes(routes: FastifyInstance, { abuse, limiter }: Services): void {
  if (abuse === null) return
  routes.addHook('preHandler', async (request) => {
    const name = limitOf(request)
    if (name === undefined || (!abuse.countsThisMachine && isOfThisMachine(request.raw))) return
    await refuseTooMany(limiter, abuse, name, keyOf(request, name))
  })
}

/** What a day may bring, by what the request says to hold; whoever does not say is taken to send the most. */
export async function guardUploadedBytes(
  { abuse, limiter }: Pick<Services, 'abuse' | 'limiter'>,
  request: FastifyRequest,
  session: Session,
): Promise<void> {
  if (abuse === null || (!abuse.countsThisMachine && isOfThisMachine(request.raw))) return
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

function limitOf({ method, routeOptions, query }: FastifyRequest): AbuseLimitName | undefined {
  const operation = `${method} ${routeOptions.url?.replace(PREFIX, '')}`
  // A list is cheap; looking for words in it is not.
  if (operation === 'GET /conversations' && (query as { q?: string }).q) return 'searches'
  return LIMITED[operation]
}

function keyOf(request: FastifyRequest, name: AbuseLimitName): string {
  const token = name === 'sessionsFromNetwork' ? undefined : tokenOf(request)
  return token === undefined ? networkOf(request.ip) : createHash('sha256').update(token).digest('base64url')
}

import { createHash, timingSafeEqual } from 'node:crypto'
import { ChatError } from '@biometrics/chat-protocol'
import type { FastifyRequest } from 'fastify'
import type { Exposition } from '../../metrics/expose.ts'
import { isPublicAddress } from '../../outbound/public-address.ts'
import type { Routes } from './routes.ts'

export interface Prometheus {
  exposition: Exposition
  /** `METRICS_TOKEN` */
  token: string | null
}

/** Headers that say that somebody else is asked for: who that is need not be true. */
const FORWARDED = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']

/** `GET /metrics`. It tells how much goes on, and nothing of anybody; still that is not for everybody. */
export function prometheusRoute(routes: Routes, { exposition, token }: Prometheus): void {
  routes.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (token === null) requireNeighbour(request)
    else requireToken(request, token)
    return reply
      .type(exposition.contentType)
      .header('cache-control', 'no-store')
      .send(await exposition.text())
  })
}

function requireNeighbour({ headers, socket }: FastifyRequest): void {
  const isDirect = FORWARDED.every((name) => headers[name] === undefined)
  const address = socket.remoteAddress
  if (isDirect && (address === undefined || !isPublicAddress(address))) return
  throw new ChatError('forbidden', 'Set METRICS_TOKEN to read this from elsewhere.')
}

function requireToken({ headers }: FastifyRequest, token: string): void {
  const given = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
  if (timingSafeEqual(digest(given), digest(token))) return
  throw new ChatError('unauthenticated', 'This needs METRICS_TOKEN as a bearer token.')
}

/** Of one length, so that they can be compared in a time that says nothing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

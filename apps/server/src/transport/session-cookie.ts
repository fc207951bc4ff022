import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Device } from '../agents/sessions.ts'
import type { Services } from '../services.ts'
import { sessionCookie } from './authenticate.ts'

const SECOND_MS = 1_000

/** Scripts cannot read it, other sites cannot use it, and over TLS it goes over TLS only. */
export function keepSession(
  { sessionTimes }: Pick<Services, 'sessionTimes'>,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
): void {
  const isSecure = request.protocol === 'https'
  reply.setCookie(sessionCookie(isSecure), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    maxAge: sessionTimes.longestMs / SECOND_MS,
  })
}

export function deviceOf({ ip, headers }: FastifyRequest): Device {
  return { address: ip, userAgent: headers['user-agent'] ?? null }
}

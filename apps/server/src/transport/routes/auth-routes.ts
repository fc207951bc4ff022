import { agent, loginReply, loginRequest, setupRequest, ticketReply } from '@biometrics/chat-protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { findMe, SESSION_DAYS, signIn, signOut } from '../../agents/sign-in.ts'
import { issueTicket } from '../../agents/tickets.ts'
import { setUp } from '../../installation/set-up.ts'
import type { Services } from '../../services.ts'
import { authenticateAsAgent, refuseForeignPages, sessionCookie, tokenOf } from '../authenticate.ts'
import { failure, type Routes } from './routes.ts'

const DAY_SECONDS = 86_400

export function authRoutes(routes: Routes, services: Services): void {
  routes.post(
    '/setup',
    {
      schema: {
        tags: ['Sign-in'],
        summary: 'Make the first admin',
        description: 'With the token of the one-time link that the server prints while there is no agent.',
        body: setupRequest,
        response: { 201: loginReply, ...failure },
      },
    },
    async (request, reply) => {
      refuseForeignPages(request)
      const session = await setUp(services, request.body)
      keepSession(request, reply, session.token)
      reply.code(201)
      return session
    },
  )

  routes.post(
    '/auth/login',
    {
      schema: {
        tags: ['Sign-in'],
        summary: 'Sign an agent in',
        description:
          'The token is for `Authorization: Bearer …` and the socket; browsers get a cookie as well. After too many failures 429 with `Retry-After`.',
        body: loginRequest,
        response: { 200: loginReply, ...failure },
      },
    },
    async (request, reply) => {
      refuseForeignPages(request)
      const session = await signIn(services, request.body, request.ip)
      keepSession(request, reply, session.token)
      return session
    },
  )

  routes.post(
    '/auth/logout',
    { schema: { tags: ['Sign-in'], summary: 'End the session', response: { 204: z.null(), ...failure } } },
    async (request, reply) => {
      await authenticateAsAgent(services, request)
      await signOut(services, tokenOf(request) ?? '')
      reply.clearCookie(sessionCookie(request.protocol === 'https'), { path: '/' })
      return reply.code(204).send(null)
    },
  )

  routes.post(
    '/auth/ticket',
    {
      schema: {
        tags: ['Sign-in'],
        summary: 'A ticket that opens `WS /chat/metrics?token=…` once, within 60 s',
        response: { 200: ticketReply, ...failure },
      },
    },
    async (request) => {
      await authenticateAsAgent(services, request)
      return { ticket: await issueTicket(services, tokenOf(request) ?? '') }
    },
  )

  routes.get(
    '/me',
    {
      schema: {
        tags: ['Sign-in'],
        summary: 'Who is signed in',
        response: { 200: z.object({ agent }), ...failure },
      },
    },
    async (request) => ({ agent: await findMe(services, await authenticateAsAgent(services, request)) }),
  )
}

/** Scripts cannot read it, other sites cannot use it, and over TLS it goes over TLS only. */
function keepSession(request: FastifyRequest, reply: FastifyReply, token: string) {
  const isSecure = request.protocol === 'https'
  reply.setCookie(sessionCookie(isSecure), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    maxAge: SESSION_DAYS * DAY_SECONDS,
  })
}

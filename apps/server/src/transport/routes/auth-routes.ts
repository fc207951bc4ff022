import {
  loginReply,
  loginRequest,
  meReply,
  setupRequest,
  signInMethods,
  ticketReply,
} from '@biometrics/chat-protocol'
import { z } from 'zod'
import { signOut } from '../../agents/sessions.ts'
import { findMe, signIn } from '../../agents/sign-in.ts'
import { issueTicket } from '../../agents/tickets.ts'
import { setUp } from '../../installation/set-up.ts'
import type { Services } from '../../services.ts'
import {
  authenticateAsAgent,
  authenticatePerson,
  refuseForeignPages,
  sessionCookie,
  tokenOf,
} from '../authenticate.ts'
import { deviceOf, keepSession } from '../session-cookie.ts'
import { failure, type Routes } from './routes.ts'

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
      const session = await setUp(services, request.body, deviceOf(request))
      keepSession(services, request, reply, session.token)
      reply.code(201)
      return session
    },
  )

  routes.get(
    '/auth/methods',
    {
      schema: {
        tags: ['Sign-in'],
        summary: 'What the sign-in page offers',
        response: { 200: signInMethods, ...failure },
      },
    },
    async () => ({
      provider: services.provider && { name: services.provider.name },
      mail: services.mailer !== null,
    }),
  )

  routes.post(
    '/auth/login',
    {
      schema: {
        tags: ['Sign-in'],
        summary: 'Sign an agent in',
        description:
          'The token is for `Authorization: Bearer …` and the socket; browsers get a cookie as well. Where a second factor is set, `second_factor_required` without a code. After too many failures 429 with `Retry-After`.',
        body: loginRequest,
        response: { 200: loginReply, ...failure },
      },
    },
    async (request, reply) => {
      refuseForeignPages(request)
      const session = await signIn(services, request.body, deviceOf(request))
      keepSession(services, request, reply, session.token)
      return session
    },
  )

  routes.post(
    '/auth/logout',
    { schema: { tags: ['Sign-in'], summary: 'End the session', response: { 204: z.null(), ...failure } } },
    async (request, reply) => {
      await authenticatePerson(services, request)
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
        response: { 200: meReply, ...failure },
      },
    },
    async (request) => {
      const session = await authenticatePerson(services, request)
      const secondFactorMissing = session.lacksSecondFactor === true
      return { agent: await findMe(services, session), secondFactorMissing }
    },
  )
}

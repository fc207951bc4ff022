import {
  accountLink,
  agentSession,
  linkRedeemed,
  linkRedemption,
  list,
  loginReply,
  newSecondFactor,
  passwordChange,
  passwordForgotten,
  proof,
  recoveryCodes,
  secondFactor,
  secondFactorProof,
} from '@biometrics/chat-protocol'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { makeLinkFor, redeemLink, requestLink } from '../../agents/account-links.ts'
import { changeOwnPassword } from '../../agents/change-password.ts'
import { mailLanguageOf } from '../../agents/mails.ts'
import { proveAgain, requireFresh } from '../../agents/prove-again.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  getSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  resetSecondFactor,
} from '../../agents/second-factor.ts'
import { endOtherSessions, endSession, endSessionsOf, listSessions } from '../../agents/sessions.ts'
import type { Services } from '../../services.ts'
import {
  authenticateAsAgent,
  authenticatePerson,
  authorise,
  refuseForeignPages,
  tokenOf,
} from '../authenticate.ts'
import { deviceOf, keepSession } from '../session-cookie.ts'
import { failure, oneId, type Routes } from './routes.ts'

const tags = ['Account']
const nothing = { 204: z.null(), ...failure }

/** What agents do with their own way in; and links by which others get theirs. */
export function accountRoutes(routes: Routes, services: Services): void {
  const language = ({ headers }: FastifyRequest) => mailLanguageOf(headers['accept-language'])

  /** For what decides how others get in. */
  const authoriseFresh = async (request: FastifyRequest) => {
    const session = await authorise(services, request, 'agents:write')
    await requireFresh(services, session, tokenOf(request) ?? '')
    return session
  }

  routes.post(
    '/me/proof',
    {
      schema: {
        tags,
        summary: 'Show once more who you are',
        description:
          'By the password or a code of the second factor. What refuses with `proof_required` wants it where the last time, or the sign-in, is more than `PROOF_MINUTES` (15) ago.',
        body: proof,
        response: nothing,
      },
    },
    async (request, reply) => {
      const session = await authenticatePerson(services, request)
      await proveAgain(services, session, request.body, tokenOf(request) ?? '')
      return reply.code(204).send(null)
    },
  )

  routes.get(
    '/me/proof',
    {
      schema: {
        tags,
        summary: 'Whether that would be asked now',
        description:
          'Refuses with `proof_required` where it would. For what a browser opens by an address, such as an export.',
        response: nothing,
      },
    },
    async (request, reply) => {
      const session = await authenticatePerson(services, request)
      await requireFresh(services, session, tokenOf(request) ?? '')
      return reply.code(204).send(null)
    },
  )

  routes.get(
    '/me/sessions',
    {
      schema: { tags, summary: 'Where you are signed in', response: { 200: list(agentSession), ...failure } },
    },
    async (request) => {
      const session = await authenticateAsAgent(services, request)
      return { items: await listSessions(services, session, tokenOf(request) ?? ''), nextCursor: null }
    },
  )
  routes.delete(
    '/me/sessions/:id',
    { schema: { tags, summary: 'Sign one device out', params: oneId, response: nothing } },
    async (request, reply) => {
      const session = await authenticateAsAgent(services, request)
      await requireFresh(services, session, tokenOf(request) ?? '')
      await endSession(services, session, request.params.id)
      return reply.code(204).send(null)
    },
  )
  routes.delete(
    '/me/sessions',
    { schema: { tags, summary: 'Sign all other devices out', response: nothing } },
    async (request, reply) => {
      const session = await authenticateAsAgent(services, request)
      await requireFresh(services, session, tokenOf(request) ?? '')
      await endOtherSessions(services, session, tokenOf(request) ?? '')
      return reply.code(204).send(null)
    },
  )
  routes.post(
    '/me/password',
    {
      schema: {
        tags,
        summary: 'Change your password',
        description: 'Ends every session; the answer holds a new one, and browsers get its cookie.',
        body: passwordChange,
        response: { 200: loginReply, ...failure },
      },
    },
    async (request, reply) => {
      const session = await authenticateAsAgent(services, request)
      const changed = await changeOwnPassword(
        services,
        session,
        request.body,
        deviceOf(request),
        language(request),
      )
      keepSession(services, request, reply, changed.token)
      return changed
    },
  )

  routes.get(
    '/me/second-factor',
    {
      schema: {
        tags,
        summary: 'How it stands with your second factor',
        response: { 200: secondFactor, ...failure },
      },
    },
    async (request) => getSecondFactor(services, await authenticatePerson(services, request)),
  )
  routes.post(
    '/me/second-factor',
    {
      schema: {
        tags,
        summary: 'A new secret for an authenticator',
        description: 'TOTP: six digits of SHA-1 every 30 s. It counts from the first code on.',
        response: { 200: newSecondFactor, ...failure },
      },
    },
    async (request) => {
      const session = await authenticatePerson(services, request)
      await requireFresh(services, session, tokenOf(request) ?? '')
      return beginSecondFactor(services, session)
    },
  )
  routes.put(
    '/me/second-factor',
    {
      schema: {
        tags,
        summary: 'Prove the new secret by a code',
        description: 'Signs all other devices out.',
        body: secondFactorProof,
        response: { 200: recoveryCodes, ...failure },
      },
    },
    async (request) => {
      const session = await authenticatePerson(services, request)
      return confirmSecondFactor(services, session, request.body.code, tokenOf(request) ?? '')
    },
  )
  routes.post(
    '/me/second-factor/recovery-codes',
    {
      schema: {
        tags,
        summary: 'New recovery codes',
        body: secondFactorProof,
        response: { 200: recoveryCodes, ...failure },
      },
    },
    async (request) =>
      renewRecoveryCodes(services, await authenticateAsAgent(services, request), request.body.code),
  )
  routes.post(
    '/me/second-factor/removal',
    { schema: { tags, summary: 'Do without a second factor', body: secondFactorProof, response: nothing } },
    async (request, reply) => {
      await removeSecondFactor(services, await authenticateAsAgent(services, request), request.body.code)
      return reply.code(204).send(null)
    },
  )
  routes.delete(
    '/agents/:id/second-factor',
    {
      schema: {
        tags,
        summary: 'Take the second factor from an agent who has lost it',
        params: oneId,
        response: nothing,
      },
    },
    async (request, reply) => {
      const session = await authoriseFresh(request)
      await resetSecondFactor(services, session, request.params.id)
      return reply.code(204).send(null)
    },
  )
  routes.delete(
    '/agents/:id/sessions',
    { schema: { tags, summary: 'Sign an agent out everywhere', params: oneId, response: nothing } },
    async (request, reply) => {
      await authoriseFresh(request)
      await endSessionsOf(services, request.params.id)
      return reply.code(204).send(null)
    },
  )
  routes.post(
    '/agents/:id/link',
    {
      schema: {
        tags,
        summary: 'A link by which an agent chooses a password',
        description: 'Good once, for an hour; a link made before ends. Mailed as well where the server can.',
        params: oneId,
        response: { 200: accountLink, ...failure },
      },
    },
    async (request) => {
      await authoriseFresh(request)
      return makeLinkFor(services, request.params.id, language(request))
    },
  )

  routes.post(
    '/auth/password-forgotten',
    {
      schema: {
        tags,
        summary: 'Ask for a link by mail',
        description: 'The answer is the same whoever asks.',
        body: passwordForgotten,
        response: { 202: z.null(), ...failure },
      },
    },
    async (request, reply) => {
      const { email } = request.body
      await requestLink(services, email, request.ip, language(request), (error) => request.log.error(error))
      return reply.code(202).send(null)
    },
  )
  routes.post(
    '/auth/link',
    {
      schema: {
        tags,
        summary: 'Choose a password by a link',
        body: linkRedemption,
        response: { 200: linkRedeemed, ...failure },
      },
    },
    async (request) => {
      refuseForeignPages(request)
      return redeemLink(services, request.body, request.ip, language(request))
    },
  )
}

import { availability, availabilityQuery, sessionReply, sessionRequest } from '@biometrics/chat-protocol'
import { readAvailability } from '../../apps/read-availability.ts'
import type { Services } from '../../services.ts'
import { openVisitorSession } from '../../visitors/open-session.ts'
import { callerOf } from '../authenticate.ts'
import type { Routes } from './routes.ts'

export function visitorRoutes(routes: Routes, services: Services): void {
  routes.post(
    '/visitor/sessions',
    {
      schema: {
        tags: ['Visitors'],
        summary: 'Open or resume a visitor session',
        description:
          'A known `visitorToken` resumes its visitor; an unknown or expired one starts a new visitor. `identity` proves who the visitor is; a wrong proof is `identity_invalid`. A page of an origin that the app does not list is `origin_not_allowed`.',
        body: sessionRequest,
        response: { 201: sessionReply },
      },
    },
    async (request, reply) => {
      reply.code(201)
      const { headers, body } = request
      return openVisitorSession(services, body, callerOf(headers), headers['user-agent'] ?? null)
    },
  )
  routes.get(
    '/availability',
    {
      schema: {
        tags: ['Visitors'],
        summary: 'Whether anybody is there to answer for an app',
        description: 'For pages that want to know it without making a visitor.',
        querystring: availabilityQuery,
        response: { 200: availability },
      },
    },
    async (request, reply) => {
      // Says nothing of anybody, so every page may read it.
      reply.header('access-control-allow-origin', '*')
      return readAvailability(services, request.query.appId)
    },
  )
}

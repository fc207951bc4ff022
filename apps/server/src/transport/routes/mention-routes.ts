import { mentionQuery, mentionReply, mentionsRead } from '@biometrics/chat-protocol'
import { z } from 'zod'
import { listMentions, readMentions } from '../../mentions/list-mentions.ts'
import type { Services } from '../../services.ts'
import { authenticateAsAgent } from '../authenticate.ts'
import { failure, type Routes } from './routes.ts'

const tags = ['Mentions']

/** Each of the team has their own. */
export function mentionRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/mentions',
    {
      schema: {
        tags,
        summary: 'Notes in which colleagues named you, newest first',
        querystring: mentionQuery,
        response: { 200: mentionReply, ...failure },
      },
    },
    async (request) =>
      listMentions(
        services,
        await authenticateAsAgent(services, request, 'conversations:read'),
        request.query,
      ),
  )

  routes.post(
    '/mentions/read',
    {
      schema: {
        tags,
        summary: 'You have seen those of a conversation, or all',
        body: mentionsRead,
        response: { 204: z.null(), ...failure },
      },
    },
    async (request, reply) => {
      const session = await authenticateAsAgent(services, request, 'conversations:read')
      await readMentions(services, session, request.body.conversationId)
      return reply.code(204).send(null)
    },
  )
}

import {
  approachBody,
  conversation,
  listQuery,
  liveVisitors,
  visitorNoteBody,
  visitorNoteReply,
  visitorProfileReply,
} from '@biometrics/chat-protocol'
import { approachVisitor } from '../../conversations/approach-visitor.ts'
import type { Services } from '../../services.ts'
import { readVisitorProfile, writeVisitorNote } from '../../visitors/read-profile.ts'
import { listLiveVisitors } from '../../visitors/list-live.ts'
import { authenticateAsAgent, authorise } from '../authenticate.ts'
import { failure, oneId, type Routes } from './routes.ts'

const tags = ['Visitors']

/** What agents see of a person beside the conversation. */
export function visitorProfileRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/visitors/live',
    {
      schema: {
        tags,
        summary: 'List who is on your pages just now, who came last first',
        description:
          'Visitors whose chat has a connection: who has opened it, who has talked before, and everybody where greeting rules are set.',
        querystring: listQuery,
        response: { 200: liveVisitors, ...failure },
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'conversations:read')
      return listLiveVisitors(services, session, request.query)
    },
  )

  routes.post(
    '/visitors/:id/conversations',
    {
      schema: {
        tags,
        summary: 'Begin a conversation with a visitor',
        description:
          'It is yours, with your word in it, and unread in the visitor’s chat. With one who talks already it is refused (`already_assigned`).',
        params: oneId,
        body: approachBody,
        response: { 201: conversation, ...failure },
      },
    },
    async (request, reply) => {
      const session = await authenticateAsAgent(services, request, 'conversations:write')
      reply.code(201)
      return approachVisitor(services, session, request.params.id, request.body.text)
    },
  )

  routes.get(
    '/visitors/:id/profile',
    {
      schema: {
        tags,
        summary: 'Read where a visitor was, what they asked before, and what is written about them',
        params: oneId,
        response: { 200: visitorProfileReply, ...failure },
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'conversations:read')
      return readVisitorProfile(services, session, request.params.id)
    },
  )

  routes.put(
    '/visitors/:id/note',
    {
      schema: {
        tags,
        summary: 'Write something down about a person',
        description: 'For agents; visitors never read it. An empty text removes it.',
        params: oneId,
        body: visitorNoteBody,
        response: { 200: visitorNoteReply, ...failure },
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'conversations:write')
      return { note: await writeVisitorNote(services, session, request.params.id, request.body.text) }
    },
  )
}

import { closingForms, queueQuery, queueReply, settings, settingsChange } from '@biometrics/chat-protocol'
import { listClosingForms } from '../../apps/find-app.ts'
import { readQueue } from '../../conversations/read-queue.ts'
import type { Services } from '../../services.ts'
import { changeSettings, getSettings } from '../../settings/manage-settings.ts'
import { authorise } from '../authenticate.ts'
import { failure, type Routes } from './routes.ts'

/** The queue, and what holds for the whole installation. */
export function routingRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/queue',
    {
      schema: {
        tags: ['Queue'],
        summary: 'Who waits, in the order in which they are served, and how each group stands',
        querystring: queueQuery,
        response: { 200: queueReply, ...failure },
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'conversations:read')
      return readQueue(services, session, request.query)
    },
  )

  routes.get(
    '/closing-forms',
    {
      schema: {
        tags: ['Apps'],
        summary: 'What agents are asked when they close a conversation, for each app that asks anything',
        response: { 200: closingForms, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'conversations:read')
      return { items: await listClosingForms(services.database.query), nextCursor: null }
    },
  )

  routes.get(
    '/settings',
    { schema: { tags: ['Settings'], summary: 'Read', response: { 200: settings, ...failure } } },
    async (request) => {
      await authorise(services, request, 'settings:read')
      return getSettings(services)
    },
  )

  routes.patch(
    '/settings',
    {
      schema: {
        tags: ['Settings'],
        summary: 'Change',
        body: settingsChange,
        response: { 200: settings, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'settings:write')
      return changeSettings(services, request.body)
    },
  )
}

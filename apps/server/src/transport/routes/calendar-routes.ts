import { previewBody as body, calendarPreview, previewQuery, previewReply } from '@biometrics/chat-protocol'
import { previewBody, previewCalendar } from '../../calendars/manage-calendars.ts'
import type { Services } from '../../services.ts'
import { authorise } from '../authenticate.ts'
import { failure, oneId, type Routes } from './routes.ts'

const tags = ['Calendars']

/** What visitors would see; the five ordinary routes are with the others' in `admin-routes.ts`. */
export function calendarRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/calendars/:id/preview',
    {
      schema: {
        tags,
        summary: 'What a visitor would see at a moment',
        description: 'If somebody is online whenever the calendar is open.',
        params: oneId,
        querystring: previewQuery,
        response: { 200: calendarPreview, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'calendars:read')
      return previewCalendar(services, request.params.id, request.query.at)
    },
  )
  routes.post(
    '/calendars/preview',
    {
      schema: {
        tags,
        summary: 'The same of hours that are not stored',
        description: 'Reads `text` as well, and answers with what it was understood as.',
        body,
        response: { 200: previewReply, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'calendars:read')
      return previewBody(services, request.body)
    },
  )
}

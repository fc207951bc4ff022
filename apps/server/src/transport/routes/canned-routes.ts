import {
  cannedFormat,
  cannedImport,
  cannedImportReply,
  cannedResponse,
  cannedResponseChange,
  newCannedResponse,
} from '@biometrics/chat-protocol'
import { z } from 'zod'
import {
  exportCannedResponses,
  importCannedResponses,
} from '../../canned-responses/exchange-canned-responses.ts'
import {
  addCannedResponse,
  changeCannedResponse,
  getCannedResponse,
  listCannedResponses,
  removeCannedResponse,
  useCannedResponse,
} from '../../canned-responses/manage-canned-responses.ts'
import type { Services } from '../../services.ts'
import { authorise } from '../authenticate.ts'
import { resource } from './resource.ts'
import { failure, oneId, type Routes } from './routes.ts'

const tags = ['Canned responses']
const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const

/** Everybody's, those of the agent's groups, and the agent's own. */
export function cannedRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/canned-responses/export',
    {
      schema: {
        tags,
        summary: 'All that you may see, as a table or as JSON',
        description: 'The import takes both. Groups go by their names; files are in the JSON alone.',
        querystring: z.object({ format: cannedFormat.default('json') }),
        produces: ['text/csv', 'application/json'],
      },
    },
    async (request, reply) => {
      const session = await authorise(services, request, 'canned-responses:read')
      const { format } = request.query
      const text = await exportCannedResponses(services, session, format)
      return reply
        .header('content-disposition', `attachment; filename="canned-responses.${format}"`)
        .type(TYPES[format])
        .send(text)
    },
  )

  routes.post(
    '/canned-responses/import',
    {
      schema: {
        tags,
        summary: 'Add many at once, and change those that are there',
        description:
          'A table with the columns `shortcut title content`, and perhaps `category tags scope group language`; or JSON as the export gives it. One that makes no sense is left out and named in `problems`.',
        body: cannedImport,
        response: { 200: cannedImportReply, ...failure },
      },
    },
    async (request) =>
      importCannedResponses(
        services,
        await authorise(services, request, 'canned-responses:write'),
        request.body,
      ),
  )

  routes.post(
    '/canned-responses/:id/use',
    {
      schema: {
        tags,
        summary: 'Count that you have taken it',
        params: oneId,
        response: { 204: z.null(), ...failure },
      },
    },
    async (request, reply) => {
      const session = await authorise(services, request, 'canned-responses:read')
      await useCannedResponse(services, request.params.id, session)
      return reply.code(204).send(null)
    },
  )

  resource(routes, services, {
    path: '/canned-responses',
    tag: 'Canned responses',
    one: cannedResponse,
    create: newCannedResponse,
    change: cannedResponseChange,
    read: 'canned-responses:read',
    write: 'canned-responses:write',
    list: (after, limit, session) => listCannedResponses(services, session, after, limit),
    get: (id, session) => getCannedResponse(services, id, session),
    add: (body, session) => addCannedResponse(services, body, session),
    edit: (session, id, body) => changeCannedResponse(services, id, body, session),
    remove: (session, id) => removeCannedResponse(services, id, session),
  })
}

import { list, visitor } from '@biometrics/chat-protocol'
import { z } from 'zod'
import { requireFresh } from '../../agents/prove-again.ts'
import { erasePerson } from '../../privacy/erase-person.ts'
import { exportPerson } from '../../privacy/export-person.ts'
import { searchPeople } from '../../privacy/find-people.ts'
import type { Services } from '../../services.ts'
import { authenticateAsAgent, authorise, tokenOf } from '../authenticate.ts'
import { failure, oneId, type Routes } from './routes.ts'

const tags = ['Privacy']
const peopleQuery = z.object({
  q: z.string().min(2).max(200).describe('part of name, e-mail address, phone or external id'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
const exportQuery = z.object({
  notes: z.enum(['true', 'false']).default('false').describe('whether internal notes are in it'),
})

/** What people may ask of whoever keeps their data: all of it, or that it be erased. */
export function privacyRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/people',
    {
      schema: {
        tags,
        summary: 'Find visitors, last seen first',
        querystring: peopleQuery,
        response: { 200: list(visitor), ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'people:read')
      return { items: await searchPeople(services, request.query), nextCursor: null }
    },
  )
  routes.get(
    '/people/:id/export',
    {
      schema: {
        tags,
        summary: 'All that is kept of a visitor, as a zip',
        description: '`person.json`, `conversations/<id>.json`, `files/<id>/<name>`.',
        params: oneId,
        querystring: exportQuery,
        produces: ['application/zip'],
      },
    },
    async (request, reply) => {
      const session = await authorise(services, request, 'people:read')
      await requireFresh(services, session, tokenOf(request) ?? '')
      const { id } = request.params
      const notes = request.query.notes === 'true'
      const file = await exportPerson({ ...services, database: services.reports }, session, id, { notes })
      return reply
        .header('content-disposition', `attachment; filename="person-${id}.zip"`)
        .header('cache-control', 'no-store')
        .type('application/zip')
        .send(file)
    },
  )
  routes.delete(
    '/people/:id',
    {
      schema: {
        tags,
        summary: 'Erase a visitor with all that is kept of them',
        description: 'Conversations, files, deliveries of webhooks, sessions. There is no way back.',
        params: oneId,
        response: { 204: z.null(), ...failure },
      },
    },
    async (request, reply) => {
      const session = await authenticateAsAgent(services, request, 'people:erase')
      await requireFresh(services, session, tokenOf(request) ?? '')
      await erasePerson(services, session, request.params.id)
      return reply.code(204).send(null)
    },
  )
}

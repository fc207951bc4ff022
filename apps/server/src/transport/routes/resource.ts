import { list, listQuery, type Permission } from '@biometrics/chat-protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Services } from '../../services.ts'
import type { AgentSession } from '../../session.ts'
import { authenticateAsAgent, authorise } from '../authenticate.ts'
import { failure, oneId, pageById, type Routes } from './routes.ts'

/** A permission; or everybody of the team, where the actions say whose a thing is. */
type Admission = Permission | 'people'

interface Resource<
  One extends z.ZodType<{ id: string }>,
  Create extends z.ZodType,
  Change extends z.ZodType,
> {
  path: string
  tag: string
  one: One
  create: Create
  change: Change
  /** What the answer to adding one is, where it holds more than the thing itself. */
  added?: z.ZodType
  read: Admission
  write: Admission
  /** Who may change one, where that is not who may write. */
  editor?: (services: Services, request: FastifyRequest) => Promise<AgentSession>
  list(after: string | undefined, limit: number, session: AgentSession): Promise<z.infer<One>[]>
  get(id: string, session: AgentSession): Promise<z.infer<One>>
  add(body: z.infer<Create>, session: AgentSession, request: FastifyRequest): Promise<z.infer<One>>
  edit(
    session: AgentSession,
    id: string,
    body: z.infer<Change>,
    request: FastifyRequest,
  ): Promise<z.infer<One>>
  remove(session: AgentSession, id: string): Promise<void>
}

/**
 * The five routes of a thing that is kept in a list. The schemas check what comes in, so the generic shapes are only
 * named here.
 */
export function resource<
  One extends z.ZodType<{ id: string }>,
  Create extends z.ZodType,
  Change extends z.ZodType,
>(
  typedRoutes: Routes,
  services: Services,
  { path, tag, one, create, change, added = one, read, write, ...actions }: Resource<One, Create, Change>,
): void {
  const routes: FastifyInstance = typedRoutes.withTypeProvider()
  const tags = [tag]
  const admit = (request: FastifyRequest, who: Admission) =>
    who === 'people' ? authenticateAsAgent(services, request) : authorise(services, request, who)
  const reader = (request: FastifyRequest) => admit(request, read)
  const writer = (request: FastifyRequest) => admit(request, write)
  const editor = (request: FastifyRequest) =>
    actions.editor ? actions.editor(services, request) : writer(request)

  routes.get<{ Querystring: z.infer<typeof listQuery> }>(
    path,
    { schema: { tags, summary: 'List', querystring: listQuery, response: { 200: list(one), ...failure } } },
    async (request) => {
      const session = await reader(request)
      return pageById(request.query, (after, limit) => actions.list(after, limit, session))
    },
  )
  routes.post<{ Body: z.infer<Create> }>(
    path,
    { schema: { tags, summary: 'Add', body: create, response: { 201: added, ...failure } } },
    async (request, reply) => {
      const session = await writer(request)
      reply.code(201)
      return actions.add(request.body as z.infer<Create>, session, request)
    },
  )
  routes.get<{ Params: { id: string } }>(
    `${path}/:id`,
    { schema: { tags, summary: 'Read', params: oneId, response: { 200: one, ...failure } } },
    async (request) => actions.get(request.params.id, await reader(request)),
  )
  routes.patch<{ Params: { id: string }; Body: z.infer<Change> }>(
    `${path}/:id`,
    { schema: { tags, summary: 'Change', params: oneId, body: change, response: { 200: one, ...failure } } },
    async (request) => {
      const session = await editor(request)
      return actions.edit(session, request.params.id, request.body as z.infer<Change>, request)
    },
  )
  routes.delete<{ Params: { id: string } }>(
    `${path}/:id`,
    { schema: { tags, summary: 'Remove', params: oneId, response: { 204: z.null(), ...failure } } },
    async (request, reply) => {
      const session = await writer(request)
      await actions.remove(session, request.params.id)
      return reply.code(204).send(null)
    },
  )
}

import {
  agent,
  agentChange,
  app,
  appChange,
  calendar,
  calendarChange,
  cannedResponse,
  cannedResponseChange,
  group,
  groupChange,
  list,
  listQuery,
  newAgent,
  newApp,
  newCalendar,
  newCannedResponse,
  newGroup,
} from '@biometrics/chat-protocol'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { addAgent } from '../../agents/add-agent.ts'
import { changeAgent, getAgent, listAgents, removeAgent } from '../../agents/manage-agents.ts'
import { addApp, changeApp, getApp, listApps, removeApp } from '../../apps/manage-apps.ts'
import {
  addCalendar,
  changeCalendar,
  getCalendar,
  listCalendars,
  removeCalendar,
} from '../../calendars/manage-calendars.ts'
import {
  addCannedResponse,
  changeCannedResponse,
  getCannedResponse,
  listCannedResponses,
  removeCannedResponse,
} from '../../canned-responses/manage-canned-responses.ts'
import { addGroup, changeGroup, getGroup, listGroups, removeGroup } from '../../groups/manage-groups.ts'
import type { Services } from '../../services.ts'
import type { AgentSession } from '../../session.ts'
import { authenticateAsAdmin, authenticateAsAgent } from '../authenticate.ts'
import { failure, oneId, pageById, type Routes } from './routes.ts'

/** The five routes of a thing that admins keep and agents read. */
export function adminRoutes(routes: Routes, services: Services): void {
  resource(routes, services, {
    path: '/canned-responses',
    tag: 'Canned responses',
    one: cannedResponse,
    create: newCannedResponse,
    change: cannedResponseChange,
    writers: 'agents',
    list: (after, limit) => listCannedResponses(services, after, limit),
    get: (id) => getCannedResponse(services, id),
    add: (body) => addCannedResponse(services, body),
    edit: (_session, id, body) => changeCannedResponse(services, id, body),
    remove: (_session, id) => removeCannedResponse(services, id),
  })
  resource(routes, services, {
    path: '/agents',
    tag: 'Agents',
    one: agent,
    create: newAgent,
    change: agentChange,
    // Agents change themselves; the action says what of themselves.
    writers: 'agents-change',
    list: (after, limit) => listAgents(services, after, limit),
    get: (id) => getAgent(services, id),
    add: (body) => addAgent(services, body),
    edit: (session, id, body) => changeAgent(services, session, id, body),
    remove: (session, id) => removeAgent(services, session, id),
  })
  resource(routes, services, {
    path: '/groups',
    tag: 'Groups',
    one: group,
    create: newGroup,
    change: groupChange,
    writers: 'admins',
    list: (after, limit) => listGroups(services, after, limit),
    get: (id) => getGroup(services, id),
    add: (body) => addGroup(services, body),
    edit: (_session, id, body) => changeGroup(services, id, body),
    remove: (_session, id) => removeGroup(services, id),
  })
  resource(routes, services, {
    path: '/calendars',
    tag: 'Calendars',
    one: calendar,
    create: newCalendar,
    change: calendarChange,
    writers: 'admins',
    list: (after, limit) => listCalendars(services, after, limit),
    get: (id) => getCalendar(services, id),
    add: (body) => addCalendar(services, body),
    edit: (_session, id, body) => changeCalendar(services, id, body),
    remove: (_session, id) => removeCalendar(services, id),
  })
  resource(routes, services, {
    path: '/apps',
    tag: 'Apps',
    one: app,
    create: newApp,
    change: appChange,
    writers: 'admins-only',
    list: (after, limit) => listApps(services, after, limit),
    get: (id) => getApp(services, id),
    add: (body) => addApp(services, body),
    edit: (_session, id, body) => changeApp(services, id, body),
    remove: (_session, id) => removeApp(services, id),
  })
}

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
  /** `admins-only` may not even be read by others. */
  writers: 'agents' | 'agents-change' | 'admins' | 'admins-only'
  list(after: string | undefined, limit: number): Promise<z.infer<One>[]>
  get(id: string): Promise<z.infer<One>>
  add(body: z.infer<Create>): Promise<z.infer<One>>
  edit(session: AgentSession, id: string, body: z.infer<Change>): Promise<z.infer<One>>
  remove(session: AgentSession, id: string): Promise<void>
}

/** The schemas check what comes in, so the generic shapes are only named here. */
function resource<One extends z.ZodType<{ id: string }>, Create extends z.ZodType, Change extends z.ZodType>(
  typedRoutes: Routes,
  services: Services,
  { path, tag, one, create, change, writers, ...actions }: Resource<One, Create, Change>,
): void {
  const routes: FastifyInstance = typedRoutes.withTypeProvider()
  const tags = [tag]
  const reader = writers === 'admins-only' ? authenticateAsAdmin : authenticateAsAgent
  const writer = writers === 'agents' ? authenticateAsAgent : authenticateAsAdmin
  const editor = writers === 'agents-change' ? authenticateAsAgent : writer

  routes.get<{ Querystring: z.infer<typeof listQuery> }>(
    path,
    { schema: { tags, summary: 'List', querystring: listQuery, response: { 200: list(one), ...failure } } },
    async (request) => {
      await reader(services, request)
      return pageById(request.query, actions.list)
    },
  )
  routes.post<{ Body: z.infer<Create> }>(
    path,
    { schema: { tags, summary: 'Add', body: create, response: { 201: one, ...failure } } },
    async (request, reply) => {
      await writer(services, request)
      reply.code(201)
      return actions.add(request.body as z.infer<Create>)
    },
  )
  routes.get<{ Params: { id: string } }>(
    `${path}/:id`,
    { schema: { tags, summary: 'Read', params: oneId, response: { 200: one, ...failure } } },
    async (request) => {
      await reader(services, request)
      return actions.get(request.params.id)
    },
  )
  routes.patch<{ Params: { id: string }; Body: z.infer<Change> }>(
    `${path}/:id`,
    { schema: { tags, summary: 'Change', params: oneId, body: change, response: { 200: one, ...failure } } },
    async (request) => {
      const session = await editor(services, request)
      return actions.edit(session, request.params.id, request.body as z.infer<Change>)
    },
  )
  routes.delete<{ Params: { id: string } }>(
    `${path}/:id`,
    { schema: { tags, summary: 'Remove', params: oneId, response: { 204: z.null(), ...failure } } },
    async (request, reply) => {
      const session = await writer(services, request)
      await actions.remove(session, request.params.id)
      return reply.code(204).send(null)
    },
  )
}

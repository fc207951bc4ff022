import {
  flow,
  flowDraft,
  flowVersion,
  id,
  list,
  listQuery,
  publishBody,
  tryBody,
  tryReply,
} from '@biometrics/chat-protocol'
import { z } from 'zod'
import {
  getDraft,
  getVersion,
  listVersions,
  publishFlow,
  rollBackFlow,
  saveDraft,
  tryFlow,
} from '../../bot/flow/manage-flow.ts'
import { readCursor, writeCursor } from '../../database/cursor.ts'
import type { Services } from '../../services.ts'
import { authenticateAsAgent, authorise } from '../authenticate.ts'
import { failure, oneId, type Routes } from './routes.ts'

const tags = ['Bots']
const oneVersion = z.object({ id, version: z.coerce.number().int().min(1) })

/** The flow of a rule bot; `:id` is the app's. */
export function flowRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/apps/:id/bot/flow',
    {
      schema: {
        tags,
        summary: 'The flow that is being edited',
        params: oneId,
        response: { 200: flowDraft, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'bots:read')
      return getDraft(services, request.params.id)
    },
  )
  routes.put(
    '/apps/:id/bot/flow',
    {
      schema: {
        tags,
        summary: 'Save or import a flow',
        description:
          'Mistakes do not keep it from being saved; `problems` names them. Visitors meet it once it is published.',
        params: oneId,
        body: flow,
        response: { 200: flowDraft, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'bots:write')
      return saveDraft(services, request.params.id, request.body)
    },
  )
  routes.post(
    '/apps/:id/bot/flow/publish',
    {
      schema: {
        tags,
        summary: 'Publish the flow',
        params: oneId,
        body: publishBody,
        response: { 200: flowDraft, ...failure },
      },
    },
    async (request) => {
      const session = await authenticateAsAgent(services, request, 'bots:write')
      return publishFlow(services, session, request.params.id, request.body.note)
    },
  )
  routes.post(
    '/apps/:id/bot/flow/try',
    {
      schema: {
        tags,
        summary: 'One turn of a test chat',
        description:
          'Nothing is stored and nobody hears of it. Hand the `state` of the answer back with the next message.',
        params: oneId,
        body: tryBody,
        response: { 200: tryReply, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'bots:read')
      return tryFlow(services, request.params.id, request.body)
    },
  )
  routes.get(
    '/apps/:id/bot/flow/versions',
    {
      schema: {
        tags,
        summary: 'What was published, newest first',
        params: oneId,
        querystring: listQuery,
        response: { 200: list(flowVersion), ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'bots:read')
      const { cursor, limit } = request.query
      const before = cursor === undefined ? undefined : Number(readCursor(cursor, 1)[0])
      const found = await listVersions(services, request.params.id, before, limit + 1)
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return { items, nextCursor: found.length > limit && last ? writeCursor([String(last.version)]) : null }
    },
  )
  routes.get(
    '/apps/:id/bot/flow/versions/:version',
    {
      schema: {
        tags,
        summary: 'One of them, to look at or to export',
        params: oneVersion,
        response: { 200: flow, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'bots:read')
      return getVersion(services, request.params.id, request.params.version)
    },
  )
  routes.post(
    '/apps/:id/bot/flow/versions/:version/restore',
    {
      schema: {
        tags,
        summary: 'Roll back',
        description: 'Publishes that version once more, as the newest, and puts it into the editor.',
        params: oneVersion,
        response: { 200: flowDraft, ...failure },
      },
    },
    async (request) => {
      const session = await authenticateAsAgent(services, request, 'bots:write')
      return rollBackFlow(services, session, request.params.id, request.params.version)
    },
  )
}

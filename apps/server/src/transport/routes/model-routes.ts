import { languageModel, modelBody, modelTest } from '@biometrics/chat-protocol'
import { z } from 'zod'
import { getModel, removeModel, setModel, testModel } from '../../language-model/manage-model.ts'
import type { Services } from '../../services.ts'
import { authorise } from '../authenticate.ts'
import { failure, oneId, type Routes } from './routes.ts'

const tags = ['Language models']

/** The language model of an app; `:id` is the app's. */
export function modelRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/apps/:id/model',
    {
      schema: {
        tags,
        summary: "An app's language model, and what it took this month",
        params: oneId,
        response: { 200: languageModel, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'bots:read')
      return getModel(services, request.params.id)
    },
  )
  routes.put(
    '/apps/:id/model',
    {
      schema: {
        tags,
        summary: 'Set the language model',
        description:
          'Any server with `POST {baseUrl}/chat/completions`. Its key is sealed and never shown again. Servers in your own network need `OUTBOUND_ALLOW`. Nothing is sent before something asks: a bot of the kind `model`, or an agent.',
        params: oneId,
        body: modelBody,
        response: { 200: languageModel, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'bots:write')
      return setModel(services, request.params.id, request.body)
    },
  )
  routes.delete(
    '/apps/:id/model',
    { schema: { tags, summary: 'Remove it', params: oneId, response: { 204: z.null(), ...failure } } },
    async (request, reply) => {
      await authorise(services, request, 'bots:write')
      await removeModel(services, request.params.id)
      return reply.code(204).send(null)
    },
  )
  routes.post(
    '/apps/:id/model/test',
    {
      schema: {
        tags,
        summary: 'Ask it for one word',
        params: oneId,
        response: { 200: modelTest, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'bots:write')
      return testModel(services, request.params.id)
    },
  )
}

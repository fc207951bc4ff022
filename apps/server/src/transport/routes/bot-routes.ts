import {
  bot,
  botChange,
  botReport,
  botReportQuery,
  dismissBody,
  unansweredReport,
} from '@biometrics/chat-protocol'
import { z } from 'zod'
import { changeBot, getBot, trainBot } from '../../bot/manage-bots.ts'
import { dismissUnanswered, reportBot, reportUnanswered } from '../../bot/report.ts'
import type { Services } from '../../services.ts'
import { authorise } from '../authenticate.ts'
import { failure, oneId, type Routes } from './routes.ts'

const tags = ['Bots']

/** Who answers first on an app; `:id` is the app's. */
export function botRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/apps/:id/bot',
    { schema: { tags, summary: "An app's bot", params: oneId, response: { 200: bot, ...failure } } },
    async (request) => {
      await authorise(services, request, 'bots:read')
      return getBot(services, request.params.id)
    },
  )
  routes.patch(
    '/apps/:id/bot',
    {
      schema: {
        tags,
        summary: "Change an app's bot",
        description:
          'A `flow` bot needs a published flow. Conversations that have begun keep the bot they began with.',
        params: oneId,
        body: botChange,
        response: { 200: bot, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'bots:write')
      return changeBot(services, request.params.id, request.body)
    },
  )
  routes.post(
    '/apps/:id/bot/training',
    {
      schema: {
        tags,
        summary: 'Learn the articles again',
        description:
          'Happens by itself after every change of an article. `training` of the bot says how it goes.',
        params: oneId,
        response: { 202: bot, ...failure },
      },
    },
    async (request, reply) => {
      await authorise(services, request, 'bots:write')
      reply.code(202)
      return trainBot(services, request.params.id)
    },
  )
  routes.get(
    '/apps/:id/bot/unanswered',
    {
      schema: {
        tags,
        summary: 'Questions without a sure answer, grouped',
        params: oneId,
        response: { 200: unansweredReport, ...failure },
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'bots:read')
      return reportUnanswered(services, session, request.params.id)
    },
  )
  routes.post(
    '/apps/:id/bot/unanswered/dismiss',
    {
      schema: {
        tags,
        summary: 'They are dealt with',
        params: oneId,
        body: dismissBody,
        response: { 204: z.null(), ...failure },
      },
    },
    async (request, reply) => {
      const session = await authorise(services, request, 'articles:write')
      await dismissUnanswered(services, session, request.params.id, request.body.ids)
      return reply.code(204).send(null)
    },
  )
  routes.get(
    '/apps/:id/bot/report',
    {
      schema: {
        tags,
        summary: 'What the bot has done',
        params: oneId,
        querystring: botReportQuery,
        response: { 200: botReport, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'metrics:read')
      return reportBot(services, request.params.id, request.query.days)
    },
  )
}

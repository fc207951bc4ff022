import {
  bot,
  botChange,
  botReport,
  botReportQuery,
  botWebhookBody,
  botWebhookTest,
  botWebhookWithSecret,
  dismissBody,
  flow,
  flowDraft,
  flowVersion,
  lateBotAnswer,
  lateBotReply,
  list,
  listQuery,
  id,
  publishBody,
  tryBody,
  tryReply,
  unansweredReport,
} from '@biometrics/chat-protocol'
import { z } from 'zod'
import {
  changeBot,
  getBot,
  getDraft,
  getVersion,
  listVersions,
  publishFlow,
  rollBackFlow,
  saveDraft,
  trainBot,
  tryFlow,
} from '../../bot/manage-bots.ts'
import { answerLater } from '../../bot/outside/answer-later.ts'
import { pingBot, rotateBotSecret, setBotWebhook } from '../../bot/outside/manage-outside.ts'
import { dismissUnanswered, reportBot, reportUnanswered } from '../../bot/report.ts'
import { readCursor, writeCursor } from '../../database/cursor.ts'
import type { Services } from '../../services.ts'
import { isToken } from '../../tokens.ts'
import { authenticateAsAgent, authorise, tokenOf } from '../authenticate.ts'
import { failure, oneId, type Routes } from './routes.ts'

const tags = ['Bots']
const oneVersion = z.object({ id, version: z.coerce.number().int().min(1) })

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
  routes.put(
    '/apps/:id/bot/webhook',
    {
      schema: {
        tags,
        summary: 'Set the address of a bot of your own',
        description:
          'Every turn is posted there as `BotTurn`, signed as webhooks are; the answer is a `BotTurnAnswer`. See docs/bots.md. The answer to this holds the secret, once.',
        params: oneId,
        body: botWebhookBody,
        response: { 200: botWebhookWithSecret, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'bots:write')
      return setBotWebhook(services, request.params.id, request.body.url)
    },
  )
  routes.post(
    '/apps/:id/bot/webhook/secret',
    {
      schema: {
        tags,
        summary: 'Give the bot of your own a new secret',
        description: 'For 24 hours the secret before signs as well, in `x-webhook-signature-previous`.',
        params: oneId,
        response: { 200: botWebhookWithSecret, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'bots:write')
      return rotateBotSecret(services, request.params.id)
    },
  )
  routes.post(
    '/apps/:id/bot/webhook/test',
    {
      schema: {
        tags,
        summary: 'Send the bot of your own a `ping`',
        params: oneId,
        response: { 200: botWebhookTest, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'bots:write')
      return pingBot(services, request.params.id)
    },
  )
  routes.post(
    '/conversations/:id/bot-replies',
    {
      schema: {
        tags,
        summary: 'Speak as a bot of your own',
        description:
          'Later than in the answer to a turn: with the token of the turn, which is good once and until the time it names, or with an API key of the scope `bots:answer`. `no_bot_leads` when people have the conversation, or get it because a limit is reached.',
        params: oneId,
        body: lateBotAnswer,
        response: { 200: lateBotReply, ...failure },
      },
    },
    async (request) => {
      const token = tokenOf(request) ?? ''
      const isPromise = isToken('bot', token)
      if (!isPromise) await authorise(services, request, 'bots:answer')
      const late = isPromise ? { token } : { clientId: request.body.clientId }
      return { stored: await answerLater(services, request.params.id, late, request.body) }
    },
  )
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
      await authorise(services, request, 'bots:read')
      return reportUnanswered(services, request.params.id)
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
      await authorise(services, request, 'articles:write')
      await dismissUnanswered(services, request.params.id, request.body.ids)
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

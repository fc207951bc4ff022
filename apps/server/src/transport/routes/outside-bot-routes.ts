import {
  botWebhookBody,
  botWebhookTest,
  botWebhookWithSecret,
  lateBotAnswer,
  lateBotReply,
} from '@biometrics/chat-protocol'
import { answerLater } from '../../bot/outside/answer-later.ts'
import { pingBot, rotateBotSecret, setBotWebhook } from '../../bot/outside/manage-outside.ts'
import type { Services } from '../../services.ts'
import { isToken } from '../../tokens.ts'
import { authorise, tokenOf } from '../authenticate.ts'
import { failure, oneId, type Routes } from './routes.ts'

const tags = ['Bots']

/** A bot that is a program of somebody's own. */
export function outsideBotRoutes(routes: Routes, services: Services): void {
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
}

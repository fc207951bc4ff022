import { suggestions, summary, summaryBody, translation, translationBody } from '@biometrics/chat-protocol'
import { suggestAnswers } from '../../assist/suggest-answers.ts'
import { summariseConversation } from '../../assist/summarise-conversation.ts'
import { translate } from '../../assist/translate.ts'
import type { Services } from '../../services.ts'
import { authorise } from '../authenticate.ts'
import { failure, oneId, type Routes } from './routes.ts'

const tags = ['Help for agents']

/** Proposals: nothing of it is sent, or kept, before an agent sends it. */
export function assistRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/conversations/:id/suggestions',
    {
      schema: {
        tags,
        summary: 'What could be answered',
        description:
          'From articles, canned responses and closed conversations alike; needs no language model.',
        params: oneId,
        response: { 200: suggestions, ...failure },
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'conversations:read')
      return suggestAnswers(services, session, request.params.id)
    },
  )
  routes.post(
    '/conversations/:id/summary',
    {
      schema: {
        tags,
        summary: 'What a colleague has to know',
        description: 'By the language model; where none is set, the last words of both sides.',
        params: oneId,
        body: summaryBody,
        response: { 200: summary, ...failure },
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'conversations:write')
      return summariseConversation(services, session, request.params.id, request.body.language)
    },
  )
  routes.post(
    '/conversations/:id/translation',
    {
      schema: {
        tags,
        summary: 'Translate messages, or words to be sent',
        description: '`no_model` where no language model is set, or what it may take this month is used up.',
        params: oneId,
        body: translationBody,
        response: { 200: translation, ...failure },
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'conversations:write')
      return translate(services, session, request.params.id, request.body)
    },
  )
}

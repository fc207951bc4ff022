import { searchQuery, searchReply, visitorSearchReply } from '@biometrics/chat-protocol'
import { searchMessages } from '../../search/search-messages.ts'
import { searchVisitors } from '../../search/search-visitors.ts'
import type { Services } from '../../services.ts'
import { authorise } from '../authenticate.ts'
import { failure, type Routes } from './routes.ts'

const tags = ['Search']

/** For agents and keys that may read conversations; visitors have no search. */
export function searchRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/search/messages',
    {
      schema: {
        tags,
        summary: 'Search messages, newest first',
        description:
          'Full text in the language of the conversation. All words must occur; a word matches by its beginning and in its other forms. `"a phrase"`, `-without`, and filters: `from:` visitor, agent, bot, me or a name; `visitor:` name, address or id; `agent:` me, none or a name; `group:`; `tag:`; `is:` open, closed, snoozed, queued, active, unresolved, note or file; `after:` and `before:` a day (`2026-03-09`), month or year. What was said can be found some seconds later.',
        querystring: searchQuery,
        response: { 200: searchReply, ...failure },
      },
    },
    async (request) =>
      searchMessages(services, await authorise(services, request, 'conversations:read'), request.query),
  )

  routes.get(
    '/search/visitors',
    {
      schema: {
        tags,
        summary: 'Search visitors, who was seen last first',
        description: 'By name, e-mail address, telephone number or the id that the customer’s site proved.',
        querystring: searchQuery,
        response: { 200: visitorSearchReply, ...failure },
      },
    },
    async (request) => {
      const session = await authorise(services, request, 'conversations:read')
      return searchVisitors(services, session, request.query)
    },
  )
}

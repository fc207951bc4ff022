import { renameTag as renameBody, renameTagReply, tagsInUse } from '@biometrics/chat-protocol'
import type { Services } from '../../services.ts'
import { listTags, renameTag } from '../../tags/manage-tags.ts'
import { authorise } from '../authenticate.ts'
import { failure, type Routes } from './routes.ts'

const tags = ['Tags']

export function tagRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/tags',
    {
      schema: {
        tags,
        summary: 'List the tags in use, the most frequent first',
        response: { 200: tagsInUse, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'conversations:read')
      return listTags(services)
    },
  )

  routes.post(
    '/tags/rename',
    {
      schema: {
        tags,
        summary: 'Rename a tag on every conversation, merge it into another, or take it away',
        body: renameBody,
        response: { 200: renameTagReply, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'settings:write')
      return { conversations: await renameTag(services, request.body) }
    },
  )
}

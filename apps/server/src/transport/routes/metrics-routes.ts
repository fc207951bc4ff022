import { liveMetrics, liveQuery } from '@biometrics/chat-protocol'
import { requireGroup } from '../../groups/find-group.ts'
import { readLive } from '../../metrics/read-live.ts'
import type { Services } from '../../services.ts'
import { authorise } from '../authenticate.ts'
import { failure, type Routes } from './routes.ts'

/** Figures: the live ones. */
export function metricsRoutes(routes: Routes, services: Services): void {
  routes.get(
    '/metrics/live',
    {
      schema: {
        tags: ['Figures'],
        summary: 'How it stands now, of one group or of all',
        description:
          '`WS /chat/metrics?groupId=` tells the same at once and after each change, at most once a second: as a text frame of JSON. It takes the agents’ cookie, or a ticket of `POST /auth/ticket` as `?token=`; it closes with 4401 without either, with 4403 without the permission and with 4404 for a group that is not there. What each figure means is said in docs/metrics.md.',
        querystring: liveQuery,
        response: { 200: liveMetrics, ...failure },
      },
    },
    async (request) => {
      await authorise(services, request, 'metrics:read')
      const groupId = request.query.groupId ?? null
      if (groupId !== null) await requireGroup(services.database.query, groupId)
      return readLive(services, groupId)
    },
  )
}

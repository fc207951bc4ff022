import { sql } from 'kysely'
import type { Services } from '../../services.ts'
import type { Routes } from './routes.ts'

/** For load balancers: alive says that the process answers, ready that it can serve. */
export function healthRoutes(routes: Routes, { database, files, redis, shutdown }: Services): void {
  routes.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }))
  routes.get('/readyz', { schema: { hide: true } }, async (request, reply) => {
    const parts = {
      database: await works(() => sql`select 1`.execute(database.query), request.log),
      files: await works(() => files.check(), request.log),
      // Without Redis this node still serves; its readers hear of other nodes' messages by the tail heartbeat.
      ...(redis && { redis: redis.up ? 'ok' : 'failing' }),
    }
    if (shutdown.hasBegun) return reply.code(503).send({ status: 'stopping', parts })
    const ready = Object.values(parts).every((state) => state === 'ok')
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'failing', parts })
  })
}

async function works(
  check: () => Promise<unknown>,
  log: { warn(error: unknown): void },
): Promise<'ok' | 'failing'> {
  try {
    await check()
    return 'ok'
  } catch (error) {
    log.warn(error)
    return 'failing'
  }
}

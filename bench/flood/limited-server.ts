import type { DatabaseConnection } from '../../apps/server/src/database/database.ts'
import { parseAbuseLimits } from '../../apps/server/src/limits/abuse-limits.ts'
import { startServer } from '../../apps/server/src/server.ts'
import { serve } from '../../tooling/child.ts'
import type { Admin } from '../../tooling/own-server.ts'

export interface LimitedServerQuestion {
  connection: DatabaseConnection
  dataDir: string
  admin: Admin
  /** The setting `LIMITS`. */
  limits: string
}

let stopServer = () => Promise.resolve()

/** The product's server in a process of its own, with its limits; the load says by a header from where it comes. */
async function start({ connection, dataDir, admin, limits }: LimitedServerQuestion) {
  const abuse = parseAbuseLimits(limits)
  if (abuse === undefined) throw new RangeError(`No limits: ${limits}`)
  const server = await startServer({
    config: {
      host: '127.0.0.1',
      port: 0,
      publicUrl: null,
      dataDir,
      bootstrapAdmin: admin,
      abuse,
      trustedProxies: ['127.0.0.1'],
    },
    connection,
    logger: { level: 'error' },
  })
  stopServer = server.stop
  return { port: Number(new URL(server.url).port) }
}

serve({ start, rss: () => process.memoryUsage.rss() }, () => stopServer())

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../apps/server/src/database/embedded/start-embedded-postgres.ts'
import { startServer } from '../apps/server/src/server.ts'
import { serve } from './child.ts'
import type { Admin } from './own-server.ts'

const stops: (() => Promise<void>)[] = []

async function start(bootstrapAdmin: Admin) {
  const dataDir = await mkdtemp(join(tmpdir(), 'biometrics-chat-'))
  stops.unshift(() => rm(dataDir, { recursive: true, force: true }))
  const postgres = await startEmbeddedPostgres({ dataDir })
  stops.unshift(postgres.stop)
  const server = await startServer({
    config: { host: '127.0.0.1', port: 0, publicUrl: null, dataDir, bootstrapAdmin },
    connection: postgres.connection,
    logger: { level: 'error' },
  })
  stops.unshift(server.stop)
  return { url: server.url, dataDir }
}

serve({ start, cpu: () => process.cpuUsage() }, async () => {
  for (const stop of stops) await stop()
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../apps/server/src/database/embedded/start-embedded-postgres.ts'
import { startServer } from '../apps/server/src/server.ts'
import { serve } from './child.ts'
import type { Admin } from './own-server.ts'

const stops: (() => Promise<void>)[] = []
let starting: Promise<unknown> = Promise.resolve()

async function startAll(bootstrapAdmin: Admin) {
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

function start(admin: Admin) {
  const started = startAll(admin)
  starting = started.catch(() => {})
  return started
}

serve({ start, cpu: () => process.cpuUsage() }, async () => {
  // A PostgreSQL that is only just coming up would outlive us.
  await starting
  for (const stop of stops) await stop()
})

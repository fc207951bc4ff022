import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startServer } from '../server.ts'
import { createTestDatabase } from '../testing/test-database.ts'

test('[ST1] two servers that start at once on an empty database both come up, and there is one of everything', async () => {
  const database = await createTestDatabase({ empty: true })
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'chat-data-'))
  const bootstrapAdmin = { email: 'ada@example.com', password: 'correct horse battery' }
  const config = { host: '127.0.0.1', port: 0, publicUrl: null, dataDir, bootstrapAdmin }
  const servers = await Promise.all(
    [1, 2].map(() => startServer({ config, connection: database.connection })),
  )
  for (const server of servers) {
    const login = await fetch(`${server.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(bootstrapAdmin),
    })
    expect(login.status).toBe(200)
    expect(server.setupLink).toBeNull()
  }
  const query = servers[0]?.services.database.query
  for (const table of ['agents', 'groups', 'apps'] as const) {
    expect(await query?.selectFrom(table).select('id').execute(), table).toHaveLength(1)
  }
  await Promise.all(servers.map((server) => server.stop()))
  await database.drop()
  rmSync(dataDir, { recursive: true })
})

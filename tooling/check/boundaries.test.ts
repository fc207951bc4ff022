import { expect, test } from 'vitest'
import { checkBoundaries } from './boundaries.ts'
import { parseSourceFile, readSourceFiles } from './source-files.ts'

const check = (files: Record<string, string>) =>
  checkBoundaries(Object.entries(files).map(([path, text]) => parseSourceFile(path, text)))

test('the repository keeps its boundaries', () => {
  const files = readSourceFiles()
  expect(files.length).toBeGreaterThan(100)
  expect(checkBoundaries(files)).toEqual([])
})

test.each([
  ['packages/protocol/src/a.ts', "import { v7 } from 'uuid'", 'imports zod only'],
  ['apps/widget/src/a.ts', "import { io } from 'socket.io-client'", 'use @biometrics/chat-client'],
  [
    'apps/server/src/messages/send.ts',
    "import type { FastifyRequest } from 'fastify'",
    'only apps/server/src/transport/',
  ],
  ['apps/server/src/server.ts', "import { Server } from 'socket.io'", 'only apps/server/src/transport/'],
  ['apps/server/src/agents/a.ts', "import pg from 'pg'", 'only apps/server/src/database/'],
  ['apps/server/src/agents/presence.ts', "import { Redis } from 'ioredis'", 'redis-*.ts'],
  [
    'apps/server/src/messages/a.ts',
    "import { find } from '../agents/agent-store.ts'",
    'the store of agents/',
  ],
  ['apps/server/src/handlers.ts', "import { find } from './agents/agent-store.ts'", 'the store of agents/'],
  ['apps/dashboard/src/a.ts', "import { x } from '../../widget/src/x.ts'", 'out of another package'],
  [
    'apps/dashboard/src/a.ts',
    "import { x } from '@biometrics/chat-client/src/outbox.ts'",
    'what @biometrics/chat-client exports',
  ],
  ['apps/server/src/lifecycle/a.ts', 'const port = process.env.PORT', 'add a setting'],
  ['apps/server/src/messages/message-store.ts', 'services.deliver({})', 'only an action'],
  ['apps/server/src/transport/a.ts', 'await deliver({})', 'only an action'],
  ['apps/server/src/server.ts', "const x = await import('pg')", 'only apps/server/src/database/'],
])('in %s, %s is refused', (path, text, message) => {
  expect(check({ [path]: `\n${text}\n` })).toEqual([expect.stringMatching(`^${path}:2: `)])
  expect(check({ [path]: text }).join()).toContain(message)
})

test.each([
  ['packages/protocol/src/a.ts', "import { z } from 'zod'"],
  ['packages/client/src/connection.ts', "import { io } from 'socket.io-client'"],
  ['apps/server/src/transport/http-server.ts', "import Fastify from 'fastify'"],
  ['apps/server/src/database/database.ts', "import pg from 'pg'"],
  ['apps/server/src/agents/redis-presence.ts', "import { Redis } from 'ioredis'"],
  ['apps/server/src/messages/send-message.ts', 'deliver({})'],
  ['apps/server/src/messages/a.ts', "import { insert } from './message-store.ts'"],
  ['apps/server/src/config/env.ts', 'process.env'],
  ['apps/server/src/testing/a.ts', "import { io } from 'socket.io-client'"],
  ['apps/widget/src/socket.test.ts', "import { Server } from 'socket.io'"],
  ['apps/dashboard/src/a.ts', "import type { Message } from '@biometrics/chat-protocol'"],
])('in %s, %s is allowed', (path, text) => {
  expect(check({ [path]: text })).toEqual([])
})

test('files that import each other in a circle are found, and types do not count', () => {
  const circle = {
    'apps/widget/src/a.ts': "import { b } from './b.ts'",
    'apps/widget/src/b.ts': "export { c } from './c.ts'",
    'apps/widget/src/c.ts': "import { type Shape, a } from './a.ts'",
  }
  expect(check(circle)).toEqual([
    expect.stringContaining(
      'apps/widget/src/a.ts → apps/widget/src/b.ts → apps/widget/src/c.ts → apps/widget/src/a.ts',
    ),
  ])
  expect(check({ ...circle, 'apps/widget/src/c.ts': "import type { Shape } from './a.ts'" })).toEqual([])
  expect(check({ ...circle, 'apps/widget/src/c.ts': "import { type Shape } from './a.ts'" })).toEqual([])
})

test('an import of many lines is read as one', () => {
  const file = parseSourceFile(
    'apps/widget/src/a.ts',
    "\nimport {\n  one,\n  type Two,\n} from 'socket.io-client'\n",
  )
  expect(file.imports).toEqual([{ specifier: 'socket.io-client', typeOnly: false, line: 2 }])
})

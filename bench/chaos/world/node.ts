import net from 'node:net'
import path from 'node:path'
import { type Link, startLink, type Target } from './link.ts'
import { type Program, startProgram } from './program.ts'

/** One server process, with its own ways to PostgreSQL and Redis. */
export interface ChaosNode {
  name: string
  program: Program
  target: Target
  url: string
  database: Link
  redis: Link | null
  stop(): Promise<void>
}

export interface NodeOptions {
  name: string
  /** The program and its arguments; left out, the server as operators start it. */
  entry: readonly string[] | undefined
  databaseName: string
  dataDir: string
  postgres: Target
  redis: Target | null
  settings: Record<string, string>
}

const MAIN = path.resolve(import.meta.dirname, '../../../apps/server/src/main.ts')

export async function startNode(options: NodeOptions): Promise<ChaosNode> {
  const { name, entry = [MAIN], databaseName, dataDir, postgres, settings } = options
  const redisTarget = options.redis
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const database = await startLink({ target: () => postgres })
  const redis = redisTarget && (await startLink({ target: () => redisTarget }))
  const program = await startProgram({
    command: process.execPath,
    args: entry,
    // Away from the repository, whose .env is the developer's.
    cwd: dataDir,
    env: {
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      DATABASE_URL: `postgres://postgres@127.0.0.1:${database.port}/${databaseName}`,
      ...(redis && { REDIS_URL: `redis://127.0.0.1:${redis.port}` }),
      LOG_LEVEL: 'fatal',
      // A crowd from one machine is what it is about.
      LIMITS: 'off',
      ...settings,
    },
    answers: () =>
      fetch(`${url}/healthz`).then(
        (response) => response.ok,
        () => false,
      ),
  })
  return {
    name,
    program,
    target: { port, host: '127.0.0.1' },
    url,
    database,
    redis,
    async stop() {
      await program.stop()
      await database.close()
      await redis?.close()
    },
  }
}

/** Below those that the system gives away by itself: else another world's server may answer in this one's place. */
const PORTS = { from: 10_240, count: 22_000 }

/** The same port at every start, as behind a load balancer. */
async function freePort(): Promise<number> {
  const server = net.createServer()
  const port = PORTS.from + Math.floor(Math.random() * PORTS.count)
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
  if (!isFree) return freePort()
  await new Promise((resolve) => server.close(resolve))
  return port
}

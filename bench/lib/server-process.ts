import '../../apps/server/src/lifecycle/tune-engine.ts'
import { Counter, Histogram } from 'prom-client'
import type { DatabaseConnection } from '../../apps/server/src/database/database.ts'
import type { MessageLog } from '../../apps/server/src/messages/message-log.ts'
import { startServer } from '../../apps/server/src/server.ts'
import { serve } from '../../tooling/child.ts'
import type { Admin } from '../../tooling/own-server.ts'
import { memoryInUse } from './collect-garbage.ts'

/** The product's server in a process of its own, on a PostgreSQL that others started. */
export interface ServerQuestion {
  connection: DatabaseConnection
  dataDir: string
  /** 0: any free one. */
  port: number
  admin: Admin
  redisUrl?: string
  /** Whether to count what is under way, which costs some time for each message. */
  counts?: boolean
}

let stopServer = () => Promise.resolve()
let underWay = 0
let mostUnderWay = 0

async function start({ connection, dataDir, port, admin, redisUrl, counts }: ServerQuestion) {
  const server = await startServer({
    config: {
      host: '127.0.0.1',
      port,
      publicUrl: null,
      dataDir,
      bootstrapAdmin: admin,
      redisUrl: redisUrl ?? null,
    },
    connection,
    logger: { level: 'error' },
    replace: ({ services, ...parts }) => ({
      services: counts ? { ...services, messageLog: counted(services.messageLog) } : services,
      ...parts,
    }),
  })
  stopServer = server.stop
  return { port: Number(new URL(server.url).port), listeningAt: Date.now() }
}

const counting = { inc: Counter.prototype.inc, observe: Histogram.prototype.observe }
const COUNTS_NOTHING = { inc: () => {}, observe: () => {} }

/** What the server counts as it works, all of it by these; off and on, to see what that costs. */
function countFigures({ on }: { on: boolean }) {
  const { inc, observe } = on ? counting : COUNTS_NOTHING
  Counter.prototype.inc = inc
  Histogram.prototype.observe = observe
}

/** Counts the messages between the door and the disk. */
function counted(log: MessageLog): MessageLog {
  return {
    ...log,
    async append(message) {
      const stored = log.append(message)
      underWay += 1
      mostUnderWay = Math.max(mostUnderWay, underWay)
      return stored.finally(() => {
        underWay -= 1
      })
    },
  }
}

function takeMostUnderWay() {
  const most = mostUnderWay
  mostUnderWay = underWay
  return most
}

serve(
  {
    start,
    cpu: () => process.cpuUsage(),
    memory: memoryInUse,
    rss: () => process.memoryUsage.rss(),
    takeMostUnderWay,
    countFigures,
  },
  () => stopServer(),
)

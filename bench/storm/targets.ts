import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Child, startChild } from '../../tooling/child.ts'
import type { Newcomer } from '../lib/crowd-process.ts'
import { addAgents, addConversations, addMessages, addVisitors } from '../lib/fill.ts'
import { startOwnDatabase } from '../lib/own-database.ts'

const LIB = join(import.meta.dirname, '../lib')
const AGENTS = 20
const KNOWN_MESSAGES = 5

export interface Sizes {
  visitors: number
  /** How many of them are in a conversation. */
  talking: number
  /** What each of those misses. */
  missed: number
}

/** A server that can be killed and started again at the same address, and those who are connected to it. */
export interface Target {
  name: string
  crowd: Child
  server: Restartable
  /** Something happens while nobody is connected; returns how many messages there are then, null where none are kept. */
  miss(): Promise<number | null>
  stop(): Promise<void>
}

export async function startBare({ visitors, talking }: Sizes): Promise<Target> {
  const server = restartable('bare-process.ts', {})
  const newcomers = Array.from({ length: visitors }, (_, at) => ({
    token: `visitor-${at}`,
    conversationId: at < talking ? `conversation-${at}` : null,
  }))
  const { port } = await server.start()
  const crowd = await gather(port, newcomers)
  return {
    name: 'Socket.IO alone',
    crowd,
    server,
    miss: async () => null,
    stop: () => stopAll(crowd, server),
  }
}

export async function startProduct({ visitors, talking, missed }: Sizes): Promise<Target> {
  const own = await startOwnDatabase()
  const { connection, dataDir, database } = own
  const admin = { email: 'ada@example.com', password: randomUUID() }
  const server = restartable('server-process.ts', { connection, dataDir, admin })
  const { port } = await server.start()
  const known = await addVisitors(database, visitors)
  const talkers = known.slice(0, talking).map(({ id }) => id)
  const agents = await addAgents(database, AGENTS)
  const conversations = await addConversations(
    database,
    talkers,
    agents.map(({ id }) => id),
  )
  let messages = 0
  const grow = async (count: number) => {
    await addMessages(database, conversations, count)
    messages += talking * count
    return messages
  }
  await grow(KNOWN_MESSAGES)
  const newcomers = known.map(({ token }, at) => ({ token, conversationId: conversations[at] ?? null }))
  const crowd = await gather(port, newcomers)
  return {
    name: 'BIOMETRICS Live Chat',
    crowd,
    server,
    miss: () => grow(missed),
    stop: () => stopAll(crowd, server, own),
  }
}

async function gather(port: number, newcomers: Newcomer[]): Promise<Child> {
  const crowd = startChild(join(LIB, 'crowd-process.ts'))
  await crowd.ask('gather', { port, newcomers })
  return crowd
}

type Restartable = ReturnType<typeof restartable>

/** The first start finds a free port; every later one is on the same. */
function restartable(file: string, question: object) {
  let child = startChild(join(LIB, file))
  let port = 0
  return {
    async start() {
      const started = await child.ask<{ port: number; listeningAt: number }>('start', { ...question, port })
      port = started.port
      return started
    },
    async cpuMs() {
      const { user, system } = await child.ask<NodeJS.CpuUsage>('cpu')
      return (user + system) / 1_000
    },
    async kill() {
      await child.kill()
      child = startChild(join(LIB, file))
    },
    stop: () => child.stop(),
  }
}

async function stopAll(...parts: { stop(): Promise<void> }[]): Promise<void> {
  for (const part of parts) await part.stop()
}

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../../apps/server/src/database/database.ts'
import { type Child, startChild } from '../../tooling/child.ts'
import { addTalks } from '../lib/fill.ts'
import { startOwnDatabase } from '../lib/own-database.ts'
import { postgresCpuUs } from '../lib/postgres-cpu.ts'
import type { ServerQuestion } from '../lib/server-process.ts'
import type { ConnectQuestion } from './load-process.ts'

const LOG_FILES = 64
/** CPU in a second: what 600 sockets cost that say nothing lies far below. */
const IDLE_US = 100_000
const REST_SECONDS = 240

/** A server with its own load generator, each in a process of its own, connected and idle. */
export interface Target {
  name: string
  server: Child
  load: Child
  cpu(): Promise<{ serverUs: number; postgresUs: number }>
  /** Resolves when it has nothing to do any more. */
  rest(): Promise<void>
  stop(): Promise<void>
}

export interface Sizes {
  visitors: number
  agents: number
}

export async function startRelay(name: string, sizes: Sizes, echo: boolean): Promise<Target> {
  const server = startChild(join(import.meta.dirname, 'relay-process.ts'))
  const { port } = await server.ask<{ port: number }>('start', { echo })
  const named = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}-${at}`)
  const load = await startLoad({
    port,
    visitors: named('visitor', sizes.visitors).map((token) => ({ token, conversationId: token })),
    agentTokens: named('agent', sizes.agents),
  })
  return {
    name,
    server,
    load,
    cpu: async () => ({ serverUs: await nodeUs(server), postgresUs: 0 }),
    rest: async () => {},
    stop: () => stopAll(load, server),
  }
}

export async function startProduct(name: string, sizes: Sizes): Promise<Target> {
  const own = await startOwnDatabase()
  const server = startChild(join(import.meta.dirname, '../lib/server-process.ts'))
  const { connection, dataDir, database } = own
  const admin = { email: 'ada@example.com', password: randomUUID() }
  const question: ServerQuestion = { connection, dataDir, port: 0, admin }
  const { port } = await server.ask<{ port: number }>('start', question)
  const load = await startLoad({ port, ...(await addTalks(database, sizes)) })
  await ageLog(database)
  const cpu = async () => ({
    serverUs: await nodeUs(server),
    postgresUs: postgresCpuUs(dataDir) ?? Number.NaN,
  })
  return {
    name,
    server,
    load,
    cpu,
    rest: () => untilIdle(cpu),
    stop: () => stopAll(load, server, own),
  }
}

/**
 * A file of the write-ahead log is used again after a checkpoint, but written full of zeros at first, which holds up every
 * commit: as in a server that has seen a rush before, there are enough of the used ones.
 */
async function ageLog({ query }: Database) {
  for (let file = 0; file < LOG_FILES; file++) {
    await sql`select pg_logical_emit_message(false, 'bench', ''), pg_switch_wal()`.execute(query)
  }
  await sql`checkpoint`.execute(query)
}

/** What a flood leaves for later, as the search does, would be counted against what comes next. */
async function untilIdle(cpu: Target['cpu']) {
  for (let second = 0; second < REST_SECONDS; second++) {
    const before = await cpu()
    await pause(1_000)
    const after = await cpu()
    const busyUs = after.serverUs + after.postgresUs - before.serverUs - before.postgresUs
    if (busyUs < IDLE_US) return
  }
  throw new Error(`The server was still busy after ${REST_SECONDS} s.`)
}

async function startLoad(question: ConnectQuestion): Promise<Child> {
  const load = startChild(join(import.meta.dirname, 'load-process.ts'))
  await load.ask('connect', question)
  return load
}

async function stopAll(...parts: { stop(): Promise<void> }[]): Promise<void> {
  for (const part of parts) await part.stop()
}

async function nodeUs(server: Child): Promise<number> {
  const { user, system } = await server.ask<NodeJS.CpuUsage>('cpu')
  return user + system
}

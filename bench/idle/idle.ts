import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Child, startChild } from '../../tooling/child.ts'
import { median } from '../../tooling/percentile.ts'
import type { Memory } from '../lib/collect-garbage.ts'
import type { Newcomer } from '../lib/crowd-process.ts'
import { addVisitors } from '../lib/fill.ts'
import { type OwnDatabase, startOwnDatabase } from '../lib/own-database.ts'
import { table } from '../lib/table.ts'

/** What is only for the handshake has been thrown away by then. */
const SETTLE_MS = 3_000
const LIB = join(import.meta.dirname, '../lib')

export interface IdleOptions {
  visitors: number
  runs: number
}

interface Held {
  rssBytes: number
  heapBytes: number
  openedMs: number
}

/** What visitors cost who are only there, against sockets of Socket.IO alone. */
export async function measureIdle({ visitors, runs }: IdleOptions): Promise<string> {
  const own = await startOwnDatabase()
  try {
    const bare: Held[] = []
    const product: Held[] = []
    for (let run = 0; run < runs; run++) {
      bare.push(await hold('bare-process.ts', { port: 0 }, () => nobody(visitors)))
      const server = { connection: own.connection, dataDir: own.dataDir, port: 0, admin: someone() }
      product.push(await hold('server-process.ts', server, () => newcomers(own, visitors)))
    }
    return describe({ visitors, runs }, bare, product)
  } finally {
    await own.stop()
  }
}

async function hold(file: string, question: object, come: () => Promise<Newcomer[]>): Promise<Held> {
  const server = startChild(join(LIB, file))
  const crowd = startChild(join(LIB, 'crowd-process.ts'))
  try {
    const { port } = await server.ask<{ port: number }>('start', question)
    const crowdOfVisitors = await come()
    const before = await settled(server)
    const { ms } = await crowd.ask<{ ms: number }>('gather', { port, newcomers: crowdOfVisitors })
    const after = await settled(server)
    const each = (key: keyof Memory) => (after[key] - before[key]) / crowdOfVisitors.length
    return { rssBytes: each('rssBytes'), heapBytes: each('heapBytes'), openedMs: ms }
  } finally {
    // The server first: its visitors would only come back to it.
    await server.stop()
    await crowd.stop()
  }
}

async function settled(server: Child): Promise<Memory> {
  await pause(SETTLE_MS)
  return server.ask<Memory>('memory')
}

async function newcomers({ database }: OwnDatabase, count: number): Promise<Newcomer[]> {
  const visitors = await addVisitors(database, count)
  return visitors.map(({ token }) => ({ token, conversationId: null }))
}

async function nobody(count: number): Promise<Newcomer[]> {
  return Array.from({ length: count }, (_, at) => ({ token: `visitor-${at}`, conversationId: null }))
}

function someone() {
  return { email: 'ada@example.com', password: randomUUID() }
}

function describe({ visitors, runs }: IdleOptions, bare: Held[], product: Held[]): string {
  const row = (name: string, held: Held[]) => {
    const of = (key: keyof Held) => median(held.map((one) => one[key]))
    const times = of('rssBytes') / median(bare.map((one) => one.rssBytes))
    return [
      name,
      (of('rssBytes') / 1_000).toFixed(1),
      `${times.toFixed(2)} ×`,
      (of('heapBytes') / 1_000).toFixed(1),
      (of('openedMs') / 1_000).toFixed(1),
    ]
  }
  return [
    `${visitors.toLocaleString('en')} sockets, WebSocket, no compression, nobody writing; memory after garbage collection, less that of the empty server; medians of ${runs} runs in turns.`,
    table(
      ['', 'RSS kB/visitor', '', 'JavaScript heap kB/visitor', 'all connected in s'],
      [row('Socket.IO alone', bare), row('BIOMETRICS Live Chat', product)],
    ),
  ].join('\n\n')
}

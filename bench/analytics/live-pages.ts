import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { WebSocket } from 'ws'
import { type Child, startChild } from '../../tooling/child.ts'
import { startOwnDatabase } from '../lib/own-database.ts'
import { postgresCpuUs } from '../lib/postgres-cpu.ts'
import type { ServerQuestion } from '../lib/server-process.ts'
import { median } from '../../tooling/percentile.ts'
import { table } from '../lib/table.ts'

interface Options {
  pages: number
  /** Changes of a figure in a second. */
  rate: number
  seconds: number
  runs: number
}

const AGENTS = 20
const SETTLE_MS = 2_000

/** Agents who come and go, so that a figure changes each time; with nobody who looks (the baseline), and with many. */
export async function measureLivePages({ pages, rate, seconds, runs }: Options): Promise<string> {
  const own = await startOwnDatabase()
  const server = startChild(join(import.meta.dirname, '../lib/server-process.ts'))
  const admin = { email: 'ada@example.com', password: randomUUID() }
  const sockets: Socket[] = []
  const listeners: WebSocket[] = []
  let frames = 0
  let told = 0
  try {
    const { connection, dataDir } = own
    const question: ServerQuestion = { connection, dataDir, port: 0, admin }
    const { port } = await server.ask<{ port: number }>('start', question)
    const url = `http://127.0.0.1:${port}`
    const rest = async (method: string, path: string, body: object, token?: string) => {
      const answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
      return answer.json()
    }
    const { token } = await rest('POST', '/auth/login', admin)
    const agents: Socket[] = []
    for (let index = 0; index < AGENTS; index++) {
      const email = `agent-${index}@example.com`
      await rest('POST', '/agents', { name: `Agent ${index}`, email, password: admin.password }, token)
      const signedIn = await rest('POST', '/auth/login', { email, password: admin.password })
      agents.push(await connect(`${url}/agent`, signedIn.token))
    }
    sockets.push(...agents)

    const idle = await watch(server, dataDir, seconds)
    const stop = change(agents, rate)
    const turns: { alone: Seen; looked: Seen }[] = []
    const look = async () => {
      for (let page = 0; page < pages; page++) {
        const { ticket } = await rest('POST', '/auth/ticket', {}, token)
        const socket = new WebSocket(`${url.replace('http', 'ws')}/chat/metrics?token=${ticket}`)
        socket.on('message', () => {
          frames += 1
        })
        await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
        listeners.push(socket)
      }
      await pause(SETTLE_MS)
      const before = frames
      const seen = await watch(server, dataDir, seconds)
      told += frames - before
      for (const socket of listeners.splice(0)) socket.terminate()
      return seen
    }
    const lookAway = async () => {
      await pause(SETTLE_MS)
      return watch(server, dataDir, seconds)
    }
    // What is not yet warm would be counted for whichever comes first.
    await lookAway()
    for (let run = 0; run < runs; run++) {
      const first = run % 2 === 0 ? await lookAway() : await look()
      const second = run % 2 === 0 ? await look() : await lookAway()
      turns.push(run % 2 === 0 ? { alone: first, looked: second } : { alone: second, looked: first })
    }
    stop()
    const middle = (of: (turn: { alone: Seen; looked: Seen }) => Seen): Seen => ({
      nodeShare: median(turns.map((turn) => of(turn).nodeShare)),
      postgresShare: median(turns.map((turn) => of(turn).postgresShare)),
    })
    const costs = turns.map(({ alone, looked }) => ({
      nodeShare: looked.nodeShare - alone.nodeShare,
      postgresShare: looked.postgresShare - alone.postgresShare,
    }))
    const cost: Seen = {
      nodeShare: median(costs.map(({ nodeShare }) => nodeShare)),
      postgresShare: median(costs.map(({ postgresShare }) => postgresShare)),
    }
    const row = (name: string, { nodeShare, postgresShare }: Seen, extra: string) => [
      name,
      percent(nodeShare),
      percent(postgresShare),
      extra,
    ]
    return [
      `${AGENTS} agents come and go ${rate} times a second together, ${runs} turns of ${seconds} s, medians; the live pages are plain WebSockets.`,
      table(
        ['', 'Node, of a core', 'PostgreSQL, of a core', 'frames/s to each page'],
        [
          row('nothing happens', idle, '–'),
          row(
            `${rate} events/s, nobody looks (baseline)`,
            middle(({ alone }) => alone),
            '–',
          ),
          row(
            `${rate} events/s, ${pages} live pages`,
            middle(({ looked }) => looked),
            (told / pages / seconds / runs).toFixed(2),
          ),
          row('what the pages cost, within each turn', cost, ''),
        ],
      ),
      `What they cost Node in each turn: ${costs
        .map(({ nodeShare }) => nodeShare)
        .toSorted((a, b) => a - b)
        .map(percent)
        .join(', ')}.`,
    ].join('\n\n')
  } finally {
    for (const socket of sockets) socket.disconnect()
    for (const socket of listeners) socket.terminate()
    await server.stop()
    await own.stop()
  }
}

interface Seen {
  nodeShare: number
  postgresShare: number
}

async function watch(server: Child, dataDir: string, seconds: number): Promise<Seen> {
  const read = async () => {
    const { user, system } = await server.ask<NodeJS.CpuUsage>('cpu')
    return { node: user + system, postgres: postgresCpuUs(dataDir) ?? Number.NaN, at: performance.now() }
  }
  const before = await read()
  await pause(seconds * 1_000)
  const after = await read()
  const us = (after.at - before.at) * 1_000
  return {
    nodeShare: (after.node - before.node) / us,
    postgresShare: (after.postgres - before.postgres) / us,
  }
}

function connect(url: string, token: string): Promise<Socket> {
  const socket = io(url, { auth: { token }, transports: ['websocket'], forceNew: true })
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket)).once('connect_error', reject)
  })
}

/** In steps of 10 ms, each agent in turn. */
function change(agents: readonly Socket[], rate: number): () => void {
  let made = 0
  const began = performance.now()
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) / 1_000) * rate)
    for (; made < due; made++) {
      const isOnline = Math.floor(made / agents.length) % 2 === 0
      agents[made % agents.length]?.emit('agent:status', { status: isOnline ? 'online' : 'away' })
    }
  }, 10)
  return () => clearInterval(timer)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { hasRedis, startTestRedis } from '../../apps/server/src/testing/test-redis.ts'
import { type Child, startChild } from '../../tooling/child.ts'
import { addTalks } from '../lib/fill.ts'
import { type OwnDatabase, startOwnDatabase } from '../lib/own-database.ts'
import { table } from '../lib/table.ts'
import type { Numbers, TalkQuestion } from '../lib/talk-process.ts'
import { meterRedis, type Traffic, type TrafficMeter, trafficBetween } from './redis-traffic.ts'

const LIB = join(import.meta.dirname, '../lib')
/** Summaries of what was said are told for a second more. */
const SETTLE_MS = 3_000
/** All nodes, and how many of them have a socket of a conversation in which somebody writes. */
const SHAPES = [
  { nodes: 1, serving: 1 },
  { nodes: 2, serving: 2 },
  { nodes: 4, serving: 2 },
] as const

export interface NodesOptions {
  visitors: number
  agents: number
  rate: number
  seconds: number
}

interface Measured {
  shape: (typeof SHAPES)[number]
  perMessage: Traffic
  lost: number
}

/** What a message costs Redis when there are nodes that have nothing to do with it, against as many as serve it. */
export async function measureNodes(options: NodesOptions): Promise<string> {
  if (!hasRedis) return 'There was no redis-server on this machine.'
  const own = await startOwnDatabase()
  try {
    const measured: Measured[] = []
    for (const shape of SHAPES) measured.push(await measureShape(own, shape, options))
    return describe(measured, options)
  } finally {
    await own.stop()
  }
}

async function measureShape(
  own: OwnDatabase,
  shape: Measured['shape'],
  options: NodesOptions,
): Promise<Measured> {
  const redis = await startTestRedis()
  const meter = meterRedis(redis.url)
  const started: Child[] = []
  try {
    const ports = await startNodes(own, redis.url, shape.nodes, started)
    const talk = async (visitorPort: number, agentPort: number) => {
      const load = startChild(join(LIB, 'talk-process.ts'))
      started.unshift(load)
      const talks = await addTalks(own.database, options)
      await load.ask('connect', { ...talks, visitorPort, agentPort } satisfies TalkQuestion)
      return load
    }
    const port = (at: number) => ports[at] as number
    const load = await talk(port(0), port(shape.serving - 1))
    for (let at = shape.serving; at < shape.nodes; at++) await talk(port(at), port(at))
    return { shape, ...(await measureLoad(load, meter, options)) }
  } finally {
    meter.stop()
    for (const child of started) await child.stop()
    await redis.kill()
  }
}

async function startNodes(own: OwnDatabase, redisUrl: string, count: number, started: Child[]) {
  const { connection, dataDir } = own
  const admin = { email: 'ada@example.com', password: randomUUID() }
  const ports: number[] = []
  for (let node = 0; node < count; node++) {
    const server = startChild(join(LIB, 'server-process.ts'))
    started.push(server)
    const question = { connection, dataDir, port: 0, admin, redisUrl }
    ports.push((await server.ask<{ port: number }>('start', question)).port)
  }
  return ports
}

/** What the nodes say to each other in silence is no message's. */
async function measureLoad(load: Child, meter: TrafficMeter, { rate, seconds }: NodesOptions) {
  await load.ask('pour', { rate, seconds: 1 })
  await pause(SETTLE_MS)
  const before = await meter.read()
  await pause(seconds * 1_000 + SETTLE_MS)
  const silent = await meter.read()
  const numbers = await load.ask<Numbers>('pour', { rate, seconds })
  await pause(SETTLE_MS)
  const silence = trafficBetween(before, silent)
  const speech = trafficBetween(silent, await meter.read())
  const each = (key: keyof Traffic) => (speech[key] - silence[key]) / numbers.acked
  return {
    perMessage: { commands: each('commands'), bytesIn: each('bytesIn'), bytesOut: each('bytesOut') },
    lost: numbers.sent - numbers.busy - numbers.received,
  }
}

function describe(measured: Measured[], { visitors, agents, rate, seconds }: NodesOptions): string {
  const yardstick = measured.find(({ shape }) => shape.nodes === shape.serving && shape.nodes > 1)
  const rows = measured.map(({ shape, perMessage, lost }) => [
    `${shape.nodes} (${shape.serving})`,
    perMessage.commands.toFixed(2),
    ...(['bytesIn', 'bytesOut'] as const).flatMap((key) => [
      Math.round(perMessage[key]).toLocaleString('en'),
      `${(perMessage[key] / (yardstick?.perMessage[key] ?? Number.NaN)).toFixed(2)} ×`,
    ]),
    String(lost),
  ])
  return [
    `${visitors} visitors on one node write to ${agents} agents on another, ${rate} messages a second for ${seconds} s, text of 100 bytes; nodes that serve none of it have as many visitors and agents of their own, who are silent. Less what the same nodes tell Redis in as long a silence.`,
    table(
      [
        'nodes (serving)',
        'Redis commands/message',
        'bytes to Redis/message',
        '',
        'bytes from Redis/message',
        '',
        'lost',
      ],
      rows,
    ),
  ].join('\n\n')
}

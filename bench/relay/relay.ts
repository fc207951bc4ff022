import { setTimeout as pause } from 'node:timers/promises'
import { median } from '../../tooling/percentile.ts'
import { table } from '../lib/table.ts'
import { type Sizes, startProduct, startRelay, type Target } from './targets.ts'

const WARM_MS = 1_500
/** They do not count: what runs often is compiled, and after a while compiled again. */
const WARM_TURNS = 2

export interface RelayOptions {
  /** How many visitors there are, at which each measurement is taken; five have one agent. */
  visitors: number[]
  /** Unanswered messages that all visitors together keep while flooding. */
  unanswered: number
  seconds: number
  runs: number
  /** Messages a second at which latency is measured, with the first number of visitors. */
  rates: number[]
}

const VISITORS_PER_AGENT = 5

interface Measured {
  target: Target
  floods: Flood[]
  /** CPU that each message of a flood cost after it, until there was nothing left to do. */
  laterUs: number[]
  streams: Map<number, Stream[]>
}

export interface Flood {
  perSecond: number
  serverUs: number
  postgresUs: number
  loadCores: number
  sent: number
  lost: number
}

interface Stream {
  p50: number
  p90: number
  p99: number
  lost: number
}

/** The product against Socket.IO alone, on the same sockets, in turns, so that a busy machine is busy for both. */
export async function measureRelay(options: RelayOptions): Promise<string> {
  const parts: string[] = []
  for (const [index, visitors] of options.visitors.entries()) {
    const sizes = { visitors, agents: Math.ceil(visitors / VISITORS_PER_AGENT) }
    const measured = await measureSize(sizes, index === 0 ? options.rates : [], options)
    parts.push(...describe(measured, sizes, options))
  }
  return parts.join('\n\n')
}

async function measureSize(sizes: Sizes, rates: number[], options: RelayOptions): Promise<Measured[]> {
  const targets: Target[] = []
  try {
    targets.push(await startRelay('relay', sizes, false))
    targets.push(await startRelay('relay, sender hears it too', sizes, true))
    targets.push(await startProduct('BIOMETRICS Live Chat', sizes))
    const measured = targets.map(
      (target): Measured => ({ target, floods: [], laterUs: [], streams: new Map() }),
    )
    const outstanding = Math.max(1, Math.round(options.unanswered / sizes.visitors))
    for (let turn = 0; turn < WARM_TURNS; turn++) {
      for (const { target } of measured) await floodAndRest(target, outstanding, options.seconds)
    }
    for (let run = 0; run < options.runs; run++) {
      for (const { target, floods, laterUs } of measured) {
        const result = await floodAndRest(target, outstanding, options.seconds)
        floods.push(result.flood)
        laterUs.push(result.laterUs)
      }
      for (const rate of rates) {
        for (const { target, streams } of measured) {
          await target.load.ask<Stream>('stream', { rate, seconds: WARM_MS / 1_000 })
          const result = await target.load.ask<Stream>('stream', { rate, seconds: options.seconds })
          streams.set(rate, [...(streams.get(rate) ?? []), result])
          await target.rest()
        }
      }
    }
    return measured
  } finally {
    for (const target of targets) await target.stop()
  }
}

async function floodAndRest(target: Target, outstanding: number, seconds: number) {
  const result = await flood(target, outstanding, seconds)
  const before = await target.cpu()
  await target.rest()
  const after = await target.cpu()
  const us = after.serverUs + after.postgresUs - before.serverUs - before.postgresUs
  return { flood: result, laterUs: us / result.sent }
}

interface Count {
  received: number
  atMs: number
  cpu: NodeJS.CpuUsage
}

export async function flood({ load, cpu }: Target, outstanding: number, seconds: number): Promise<Flood> {
  await load.ask('flood', { outstanding })
  await pause(WARM_MS)
  const before = { ...(await load.ask<Count>('count')), ...(await cpu()) }
  await pause(seconds * 1_000)
  const after = { ...(await load.ask<Count>('count')), ...(await cpu()) }
  const { sent, lost } = await load.ask<{ sent: number; lost: number }>('drain')
  const messages = after.received - before.received
  const us = (after.atMs - before.atMs) * 1_000
  const loadUs = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system
  return {
    perSecond: (messages / us) * 1_000_000,
    serverUs: (after.serverUs - before.serverUs) / messages,
    postgresUs: (after.postgresUs - before.postgresUs) / messages,
    loadCores: loadUs / us,
    sent,
    lost,
  }
}

function describe(
  measured: Measured[],
  { visitors, agents }: Sizes,
  { unanswered, seconds, runs }: RelayOptions,
) {
  const crowd = `${(visitors + agents).toLocaleString('en')} sockets (${visitors} visitors, ${agents} agents)`
  return [
    `${crowd}, text of 100 bytes, ${unanswered} messages unanswered at any time; medians of ${runs} runs in turns of ${seconds} s after ${WARM_TURNS} that do not count, each begun when nothing is left to do from before; ratios within each turn.`,
    floodTable(measured),
    ...(measured[0]?.streams.size ? [STREAMS, streamTable(measured)] : []),
  ]
}

const STREAMS = 'At a fixed rate, from when the visitor should have sent to when the agent has it:'

function floodTable(measured: Measured[]): string {
  const yardsticks = measured[0]?.floods ?? []
  return table(
    [
      '',
      'messages/s',
      '',
      'CPU µs/message',
      '',
      'Node',
      'PostgreSQL',
      'later',
      'load generator, cores',
      'lost',
    ],
    measured.map(({ target, floods, laterUs }) => {
      const of = (figure: (flood: Flood) => number) => median(floods.map(figure))
      // Within each turn, for the machine may be twice as busy in the next.
      const times = (figure: (flood: Flood) => number) =>
        median(floods.map((flood, turn) => figure(flood) / figure(yardsticks[turn] as Flood)))
      return [
        target.name,
        Math.round(of(perSecond)).toLocaleString('en'),
        `${times(perSecond).toFixed(2)} ×`,
        of(bothUs).toFixed(1),
        `${times(bothUs).toFixed(2)} ×`,
        of(({ serverUs }) => serverUs).toFixed(1),
        of(({ postgresUs }) => postgresUs)
          .toFixed(1)
          .replace(/^0\.0$/, '–'),
        median(laterUs).toFixed(1),
        of(({ loadCores }) => loadCores).toFixed(2),
        String(floods.reduce((sum, { lost }) => sum + lost, 0)),
      ]
    }),
  )
}

const perSecond = (flood: Flood) => flood.perSecond
const bothUs = ({ serverUs, postgresUs }: Flood) => serverUs + postgresUs

function streamTable(measured: Measured[]): string {
  const rates = [...(measured[0]?.streams.keys() ?? [])]
  return table(
    ['', 'messages/s', 'p50 ms', 'p90 ms', 'p99 ms', 'lost'],
    rates.flatMap((rate) =>
      measured.map(({ target, streams }) => {
        const results = streams.get(rate) ?? []
        const of = (key: 'p50' | 'p90' | 'p99') => median(results.map((result) => result[key])).toFixed(2)
        const lost = results.reduce((sum, result) => sum + result.lost, 0)
        return [target.name, String(rate), of('p50'), of('p90'), of('p99'), String(lost)]
      }),
    ),
  )
}

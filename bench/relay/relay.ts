import { setTimeout as pause } from 'node:timers/promises'
import { median } from '../../tooling/percentile.ts'
import { table } from '../lib/table.ts'
import { type Sizes, startProduct, startRelay, type Target } from './targets.ts'

const WARM_MS = 1_500

export interface RelayOptions extends Sizes {
  /** Unanswered messages that each visitor keeps while flooding. */
  outstanding: number
  seconds: number
  runs: number
  /** Messages a second at which latency is measured. */
  rates: number[]
}

interface Flood {
  perSecond: number
  serverUs: number
  postgresUs: number | null
  loadCores: number
  lost: number
}

interface Stream {
  p50: number
  p90: number
  p99: number
  lost: number
}

interface Measured {
  target: Target
  floods: Flood[]
  streams: Map<number, Stream[]>
}

/** The product against Socket.IO alone, on the same sockets, in turns, so that a busy machine is busy for both. */
export async function measureRelay(options: RelayOptions): Promise<string> {
  const targets: Target[] = []
  try {
    targets.push(await startRelay('relay', options, false))
    targets.push(await startRelay('relay, sender hears it too', options, true))
    targets.push(await startProduct('BIOMETRICS Live Chat', options))
    const measured = targets.map((target): Measured => ({ target, floods: [], streams: new Map() }))
    for (let run = 0; run < options.runs; run++) {
      for (const one of measured) one.floods.push(await flood(one.target, options))
      for (const rate of options.rates) {
        for (const { target, streams } of measured) {
          const result = await target.load.ask<Stream>('stream', { rate, seconds: options.seconds })
          streams.set(rate, [...(streams.get(rate) ?? []), result])
        }
      }
    }
    return describe(measured, options)
  } finally {
    for (const target of targets) await target.stop()
  }
}

interface Count {
  received: number
  atMs: number
  cpu: NodeJS.CpuUsage
}

async function flood({ load, cpu }: Target, { outstanding, seconds }: RelayOptions): Promise<Flood> {
  await load.ask('flood', { outstanding })
  await pause(WARM_MS)
  const before = { ...(await load.ask<Count>('count')), ...(await cpu()) }
  await pause(seconds * 1_000)
  const after = { ...(await load.ask<Count>('count')), ...(await cpu()) }
  const { lost } = await load.ask<{ lost: number }>('drain')
  const messages = after.received - before.received
  const us = (after.atMs - before.atMs) * 1_000
  const loadUs = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system
  return {
    perSecond: (messages / us) * 1_000_000,
    serverUs: (after.serverUs - before.serverUs) / messages,
    postgresUs:
      after.postgresUs === null || before.postgresUs === null
        ? null
        : (after.postgresUs - before.postgresUs) / messages,
    loadCores: loadUs / us,
    lost,
  }
}

function describe(
  measured: Measured[],
  { visitors, agents, outstanding, runs, seconds, rates }: RelayOptions,
) {
  const floods = measured.map(({ target, floods }) => ({
    name: target.name,
    perSecond: median(floods.map((flood) => flood.perSecond)),
    serverUs: median(floods.map((flood) => flood.serverUs)),
    postgresUs: median(floods.map((flood) => flood.postgresUs ?? Number.NaN)),
    loadCores: median(floods.map((flood) => flood.loadCores)),
    lost: floods.reduce((sum, flood) => sum + flood.lost, 0),
  }))
  const relay = floods[0] as (typeof floods)[number]
  const times = (value: number, yardstick: number) => `${(value / yardstick).toFixed(2)} ×`
  return [
    `${visitors + agents} sockets (${visitors} visitors, ${agents} agents), text of 100 bytes; medians of ${runs} runs in turns of ${seconds} s.`,
    `As fast as it goes, each visitor with ${outstanding} messages unanswered:`,
    table(
      [
        '',
        'messages/s',
        '',
        'server CPU µs/message',
        '',
        'PostgreSQL CPU µs/message',
        'load generator, cores',
        'lost',
      ],
      floods.map((flood) => [
        flood.name,
        Math.round(flood.perSecond).toLocaleString('en'),
        times(flood.perSecond, relay.perSecond),
        flood.serverUs.toFixed(1),
        times(flood.serverUs, relay.serverUs),
        Number.isNaN(flood.postgresUs) ? '–' : flood.postgresUs.toFixed(1),
        flood.loadCores.toFixed(2),
        String(flood.lost),
      ]),
    ),
    'At a fixed rate, from when the visitor should have sent to when the agent has it:',
    table(
      ['', 'messages/s', 'p50 ms', 'p90 ms', 'p99 ms', 'lost'],
      rates.flatMap((rate) =>
        measured.map(({ target, streams }) => {
          const results = streams.get(rate) ?? []
          const of = (key: 'p50' | 'p90' | 'p99') => median(results.map((result) => result[key])).toFixed(2)
          const lost = results.reduce((sum, result) => sum + result.lost, 0)
          return [target.name, String(rate), of('p50'), of('p90'), of('p99'), String(lost)]
        }),
      ),
    ),
  ].join('\n\n')
}

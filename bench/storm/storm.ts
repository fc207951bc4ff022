import { setTimeout as pause } from 'node:timers/promises'
import { median, percentile } from '../../tooling/percentile.ts'
import type { Look } from '../lib/crowd-process.ts'
import { table } from '../lib/table.ts'
import { type Sizes, startBare, startProduct, type Target } from './targets.ts'

const LOOK_MS = 100
const GIVE_UP_MS = 60_000
/** What came in before the kill is stored and told. */
const CALM_MS = 1_000
/** Until the next server begins to start, whatever it is. */
const DOWN_MS = 2_000

export interface StormOptions extends Sizes {
  runs: number
}

interface Storm {
  halfMs: number
  mostMs: number
  allMs: number
  cpuMs: number
  turnedAway: number
  missing: number | null
  twice: number
}

/** Everybody comes back to a server that was killed and started again, against Socket.IO alone. */
export async function measureStorm(options: StormOptions): Promise<string> {
  const targets: Target[] = []
  try {
    targets.push(await startBare(options))
    targets.push(await startProduct(options))
    const measured = targets.map((target) => ({ target, storms: [] as Storm[] }))
    for (let run = 0; run < options.runs; run++) {
      for (const { target, storms } of measured) storms.push(await raise(target, options))
    }
    return describe(measured, options)
  } finally {
    for (const target of targets) await target.stop()
  }
}

async function raise({ crowd, server, miss }: Target, { visitors }: StormOptions): Promise<Storm> {
  await crowd.ask('startAgain')
  await pause(CALM_MS)
  await server.kill()
  const [expected] = await Promise.all([miss(), pause(DOWN_MS)])
  const { listeningAt } = await server.start()
  const startCpuMs = await server.cpuMs()
  const deadline = Date.now() + GIVE_UP_MS
  while ((await crowd.ask<number>('countBack')) < visitors && Date.now() < deadline) await pause(LOOK_MS)
  const look = await crowd.ask<Look>('look')
  const waits = look.resumedAt.map((at) => at - listeningAt)
  return {
    halfMs: percentile(waits, 0.5),
    mostMs: percentile(waits, 0.99),
    allMs: waits.length === visitors ? Math.max(...waits) : Number.NaN,
    cpuMs: (await server.cpuMs()) - startCpuMs,
    turnedAway: look.turnedAway,
    missing: expected === null ? null : expected - look.messages,
    twice: look.wrongPositions,
  }
}

function describe(
  measured: { target: Target; storms: Storm[] }[],
  { visitors, talking, missed, runs }: StormOptions,
): string {
  const seconds = (ms: number) => (Number.isNaN(ms) ? 'not all' : (ms / 1_000).toFixed(1))
  const rows = measured.map(({ target, storms }) => {
    const of = (key: 'halfMs' | 'mostMs' | 'allMs' | 'cpuMs' | 'turnedAway') =>
      median(storms.map((storm) => storm[key]))
    const sum = (of: (storm: Storm) => number | null) =>
      storms.some((storm) => of(storm) === null)
        ? '–'
        : String(storms.reduce((sum, storm) => sum + (of(storm) ?? 0), 0))
    return [
      target.name,
      seconds(of('halfMs')),
      seconds(of('mostMs')),
      seconds(of('allMs')),
      (of('cpuMs') / visitors).toFixed(2),
      of('turnedAway').toLocaleString('en'),
      sum((storm) => storm.missing),
      sum((storm) => (storm.missing === null ? null : storm.twice)),
    ]
  })
  return [
    `${visitors.toLocaleString('en')} visitors, of whom ${talking.toLocaleString('en')} are in a conversation and miss ${missed} messages each; kill -9, start again; medians of ${runs} runs in turns. Seconds count from when the server listens again until a visitor is back and has what was missed.`,
    table(['', 'half s', '99 % s', 'all s', 'server CPU ms/visitor', 'turned away', 'lost', 'doubled'], rows),
  ].join('\n\n')
}

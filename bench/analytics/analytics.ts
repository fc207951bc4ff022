import { createInstruments } from '../../apps/server/src/metrics/instruments.ts'
import { median } from '../../tooling/percentile.ts'
import { table } from '../lib/table.ts'
import { type Flood, flood } from '../relay/relay.ts'
import { startProduct } from '../relay/targets.ts'
import { measureLivePages } from './live-pages.ts'

export interface AnalyticsOptions {
  visitors: number
  seconds: number
  runs: number
  pages: number
  rate: number
}

const VISITORS_PER_AGENT = 5
const OUTSTANDING = 4

/** What figures cost: each message, and live pages that are open. */
export async function measureAnalytics(options: AnalyticsOptions): Promise<string> {
  const { visitors, seconds, runs } = options
  const sizes = { visitors, agents: Math.ceil(visitors / VISITORS_PER_AGENT) }
  const floods: Flood[][] = [[], []]
  const target = await startProduct('BIOMETRICS Live Chat', sizes)
  try {
    // What is not yet warm would be counted for whichever comes first.
    await flood(target, OUTSTANDING, seconds)
    for (let run = 0; run < runs; run++)
      for (const index of run % 2 === 0 ? [0, 1] : [1, 0]) {
        await target.server.ask('countFigures', { on: index === 1 })
        floods[index]?.push(await flood(target, OUTSTANDING, seconds))
      }
  } finally {
    await target.stop()
  }
  const us = ({ serverUs, postgresUs }: Flood) => serverUs + postgresUs
  const ratios = (floods[1] ?? []).map((one, run) => us(one) / us(floods[0]?.[run] as Flood))
  const of = (index: number, figure: (one: Flood) => number) => median((floods[index] ?? []).map(figure))
  const counted = countingUs()
  return [
    `Messages of ${visitors} visitors, ${runs} turns of ${seconds} s in one server, medians. Without: nothing that is counted for figures is counted (the baseline).`,
    table(
      ['analytics', 'messages/s', 'CPU µs/message', 'Node', 'PostgreSQL'],
      ['without', 'with'].map((name, index) => [
        name,
        Math.round(of(index, ({ perSecond }) => perSecond)).toLocaleString('en'),
        of(index, us).toFixed(1),
        of(index, ({ serverUs }) => serverUs).toFixed(1),
        of(index, ({ postgresUs }) => postgresUs).toFixed(1),
      ]),
    ),
    `With to without, CPU for each message, within each turn: ${ratios
      .toSorted((a, b) => a - b)
      .map((ratio) => ratio.toFixed(3))
      .join(', ')}; median ${median(ratios).toFixed(3)}.`,
    `The counting alone, timed ${COUNTED.toLocaleString('en')} times in a row: ${counted.toFixed(2)} µs a message, ${((100 * counted) / of(0, us)).toFixed(1)} % of what one costs without.`,
    await measureLivePages(options),
  ].join('\n\n')
}

const COUNTED = 1_000_000

/** What a message adds to the figures, where a batch of the smallest size stores each. */
function countingUs(): number {
  const instruments = createInstruments()
  const count = (times: number) => {
    const from = process.cpuUsage()
    for (let at = 0; at < times; at++) {
      instruments.stored(1)
      instruments.acknowledged((at % 100) / 1_000)
    }
    const { user, system } = process.cpuUsage(from)
    return (user + system) / times
  }
  count(COUNTED)
  return count(COUNTED)
}

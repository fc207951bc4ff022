import { median } from '../../tooling/percentile.ts'
import { table } from '../lib/table.ts'
import { type Flood, flood } from '../relay/relay.ts'
import { startProduct, type Target } from '../relay/targets.ts'
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
  const targets: Target[] = []
  const floods: Flood[][] = [[], []]
  try {
    targets.push(await startProduct('without', sizes, { analytics: false }))
    targets.push(await startProduct('with', sizes))
    for (let run = 0; run < runs; run++)
      // The other one first every other time: who comes second meets a warmer machine.
      for (const index of run % 2 === 0 ? [0, 1] : [1, 0])
        floods[index]?.push(await flood(targets[index] as Target, OUTSTANDING, seconds))
  } finally {
    for (const target of targets) await target.stop()
  }
  const us = ({ serverUs, postgresUs }: Flood) => serverUs + postgresUs
  const ratios = (floods[1] ?? []).map((one, run) => us(one) / us(floods[0]?.[run] as Flood))
  const of = (index: number, figure: (one: Flood) => number) => median((floods[index] ?? []).map(figure))
  return [
    `Messages of ${visitors} visitors, ${runs} turns of ${seconds} s, medians. Without: nothing that is counted for figures is counted (the baseline).`,
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
    await measureLivePages(options),
  ].join('\n\n')
}

import type { BreakdownBy, ReportQuery, ReportRow } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import { distributionOf } from './distribution.ts'
import { sharesOf } from './read-overview.ts'
import { scopeOf } from './report-scope.ts'
import { readCountsBy, readLabels, readTalliesBy } from './report-store.ts'
import { settle } from './settle.ts'

const SHOWN = ['waitTime', 'firstResponse', 'chatDuration'] as const

/** The figures of each app, group, agent, tag or language, most first. */
export async function readBreakdown(
  { database: { query } }: Pick<Services, 'database'>,
  asked: ReportQuery & { by: BreakdownBy },
): Promise<{ by: BreakdownBy; items: ReportRow[] }> {
  const { by, ...range } = asked
  const { scope } = scopeOf(range)
  await settle(query, null)
  const [counts, ...tallies] = await Promise.all([
    readCountsBy(query, scope, by),
    ...SHOWN.map((measure) => readTalliesBy(query, scope, measure, by)),
  ])
  const keys = counts.map(({ key }) => key).filter((key) => key !== null)
  const labels = await readLabels(query, by, keys)
  const items = counts.map(({ key, ...row }) => {
    const { resolutionRate, abandoned, csat } = sharesOf(row)
    const [waitTime, firstResponse, chatDuration] = tallies.map((of) =>
      distributionOf(of.get(key) ?? new Map()),
    )
    if (!waitTime || !firstResponse || !chatDuration) throw new Error('A figure was not read.')
    return {
      key,
      label: key === null ? null : (labels.get(key) ?? null),
      started: row.started,
      closed: row.closed,
      resolutionRate,
      abandoned,
      csat,
      waitTime,
      firstResponse,
      chatDuration,
    }
  })
  return { by, items }
}

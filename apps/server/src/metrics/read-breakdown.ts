import type { BreakdownBy, ReportQuery, ReportRow } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import { distributionOf } from './distribution.ts'
import { sharesOf } from './read-overview.ts'
import { scopeOf } from './report-scope.ts'
import { readFiguresBy } from './read-figures.ts'
import { readLabels } from './report-store.ts'
import { settle } from './settle.ts'

const SHOWN = ['waitTime', 'firstResponse', 'chatDuration'] as const

/** The figures of each app, group, agent, tag, language or country, most first. */
export async function readBreakdown(
  { database: { query } }: Pick<Services, 'database'>,
  asked: ReportQuery & { by: BreakdownBy },
): Promise<{ by: BreakdownBy; items: ReportRow[] }> {
  const { by, ...range } = asked
  const { scope } = scopeOf(range)
  await settle(query, null)
  const figures = await readFiguresBy(query, scope, by, SHOWN)
  const keys = [...figures.keys()].filter((key) => key !== null)
  const labels = await readLabels(query, by, keys)
  const items = [...figures].map(([key, { counts, tallies }]) => {
    const { resolutionRate, abandoned, csat } = sharesOf(counts)
    return {
      key,
      label: key === null ? null : (labels.get(key) ?? null),
      started: counts.started,
      closed: counts.closed,
      resolutionRate,
      abandoned,
      csat,
      waitTime: distributionOf(tallies.waitTime),
      firstResponse: distributionOf(tallies.firstResponse),
      chatDuration: distributionOf(tallies.chatDuration),
    }
  })
  items.sort((a, b) => b.started - a.started || compareKeys(a.key, b.key))
  return { by, items }
}

/** None comes last. */
function compareKeys(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b ? -1 : 1
}

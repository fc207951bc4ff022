import type { Targets, Tile, Tiles } from '@biometrics/chat-protocol'
import { startOfToday } from '../calendars/local-days.ts'
import { requireGroup } from '../groups/find-group.ts'
import type { Services } from '../services.ts'
import { readSide, sharesOf } from './read-overview.ts'
import { requireZone } from './report-scope.ts'
import { settle } from './settle.ts'
import { findTargets } from './targets.ts'

const WEEK_MS = 7 * 86_400_000
/** Figures of which less is better. */
const LESS_IS_BETTER: ReadonlySet<Tile['figure']> = new Set(['waitTime', 'firstResponse', 'chatDuration'])
export const TILES = ['waitTime', 'firstResponse', 'resolutionRate', 'csat', 'chatDuration'] as const

type Side = Awaited<ReturnType<typeof readSide>>
type Value = Pick<Tile, 'value' | 'n' | 'median' | 'p90'>

/** Today so far against what is wanted, and against last week until the same time. */
export async function readTiles(
  { database: { query }, clock }: Pick<Services, 'database' | 'clock'>,
  { groupId, timeZone }: { groupId?: string | undefined; timeZone: string },
): Promise<Tiles> {
  const zone = requireZone(timeZone)
  if (groupId !== undefined) await requireGroup(query, groupId)
  await settle(query, null)
  const now = clock.now()
  const from = startOfToday(zone, now)
  // The same weekday by the wall, though a clock may have been changed since.
  const weekAgo = startOfToday(zone, new Date(from.getTime() - WEEK_MS + 12 * 3_600_000))
  const weekAgoTo = new Date(weekAgo.getTime() + (now.getTime() - from.getTime()))
  const [today, lastWeek, { targets }] = await Promise.all([
    readSide(query, { from, to: now, groupId }),
    readSide(query, { from: weekAgo, to: weekAgoTo, groupId }),
    findTargets(query, groupId ?? null),
  ])
  return {
    from: from.toISOString(),
    lastWeekTo: weekAgoTo.toISOString(),
    tiles: TILES.map((figure) => tileOf(figure, valueOf(today, figure), valueOf(lastWeek, figure), targets)),
  }
}

export function tileOf(figure: Tile['figure'], now: Value, before: Value, targets: Targets): Tile {
  const target = targets[figure]
  const isLess = LESS_IS_BETTER.has(figure)
  const isMissed =
    target !== null && now.value !== null && (isLess ? now.value >= target : now.value <= target)
  return {
    figure,
    ...now,
    target,
    isMissed,
    lastWeek: { value: before.value, n: before.n },
    trend: trendOf(now.value, before.value, isLess),
  }
}

function trendOf(now: number | null, before: number | null, isLess: boolean): Tile['trend'] {
  if (now === null || before === null) return 'unknown'
  if (now === before) return 'same'
  return now < before === isLess ? 'better' : 'worse'
}

export function valueOf({ counts, tallies }: Side, figure: Tile['figure']): Value {
  if (figure === 'resolutionRate' || figure === 'csat') {
    const { value, of } = sharesOf(counts)[figure]
    return { value, n: of, median: null, p90: null }
  }
  const { mean, n, median, p90 } = tallies[figure]
  return { value: mean, n, median, p90 }
}

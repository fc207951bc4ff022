import type {
  ReportFigures,
  ReportHour,
  ReportOverview,
  ReportPeriod,
  ReportQuery,
  Share,
} from '@biometrics/chat-protocol'
import { type LocalDay, localDays, localHour } from '../calendars/local-days.ts'
import type { Queries } from '../database/database.ts'
import type { Services } from '../services.ts'
import { distributionOf } from './distribution.ts'
import { SLOT_MS } from './episode.ts'
import { before, scopeOf } from './report-scope.ts'
import { type Figures, inOrder } from './figures.ts'
import { readFigures } from './read-figures.ts'
import {
  type Counts,
  MEASURE_NAMES,
  type Measure,
  type Scope,
  SLOT_SUMS,
  type SlotRow,
  type SlotSum,
} from './report-store.ts'
import { settle } from './settle.ts'
import { findTargets } from './targets.ts'

const HOUR_MS = 3_600_000
/** A range of so many hours is shown by the hour. */
const HOURLY_UP_TO_MS = 49 * HOUR_MS
const WEEK_HOURS = 168

/** All figures of a range, beside those of the range before it, and how they came about. */
export async function readOverview(
  { database: { query } }: Pick<Services, 'database'>,
  asked: ReportQuery,
): Promise<ReportOverview> {
  const { scope, zone } = scopeOf(asked)
  await settle(query, null)
  const [now, then, { targets }] = await Promise.all([
    readFigures(query, scope, { slots: true }),
    readFigures(query, before(scope)),
    findTargets(query, scope.groupId ?? null),
  ])
  const slots = inOrder(now.slots)
  const days = localDays(zone, scope.from, scope.to)
  return {
    ...rangeOf(scope),
    timeZone: zone,
    before: rangeOf(before(scope)),
    figures: compare(sideOf(now), sideOf(then)),
    targets,
    scores: [1, 2, 3, 4, 5].map((score) => now.tallies.rating.get(score) ?? 0),
    periods: periodsOf(scope, days, slots),
    week: weekOf(zone, days, slots),
  }
}

interface Side {
  counts: Counts
  tallies: Record<Measure, ReturnType<typeof distributionOf>>
}

export async function readSide(query: Queries, scope: Scope): Promise<Side> {
  return sideOf(await readFigures(query, scope))
}

function sideOf({ counts, tallies }: Figures): Side {
  const distributions = MEASURE_NAMES.map((name) => [name, distributionOf(tallies[name])])
  return { counts, tallies: Object.fromEntries(distributions) as Side['tallies'] }
}

export function shareOf(n: number, of: number): Share {
  return { n, of, value: of === 0 ? null : n / of }
}

/** The shares among the figures, each with what it is a share of. */
export function sharesOf(counts: Counts) {
  return {
    abandoned: shareOf(counts.abandoned, counts.started),
    missed: shareOf(counts.missed, counts.started),
    transferred: shareOf(counts.transferred, counts.started),
    byBot: shareOf(counts.byBot, counts.started),
    solvedByBot: shareOf(counts.solvedByBot, counts.byBot),
    resolutionRate: shareOf(counts.resolved, counts.closed),
    rated: shareOf(counts.rated, counts.closed),
    csat: shareOf(counts.satisfied, counts.rated),
  }
}

function figuresOf({ counts, tallies }: Side) {
  return { started: counts.started, closed: counts.closed, ...sharesOf(counts), ...tallies }
}

function compare(now: Side, then: Side): ReportFigures {
  const [ours, theirs] = [figuresOf(now), figuresOf(then)]
  const names = Object.keys(ours) as (keyof typeof ours)[]
  return Object.fromEntries(
    names.map((name) => [name, { now: ours[name], before: theirs[name] }]),
  ) as unknown as ReportFigures
}

function periodsOf(scope: Scope, days: readonly LocalDay[], slots: readonly SlotRow[]): ReportPeriod[] {
  const isHourly = scope.to.getTime() - scope.from.getTime() <= HOURLY_UP_TO_MS
  const whole = isHourly ? days.flatMap(hoursOf) : days
  const periods = whole
    .map((one) => ({
      ...one,
      from: Math.max(one.from, scope.from.getTime()),
      to: Math.min(one.to, scope.to.getTime()),
    }))
    .filter(({ from, to }) => from < to)
  let next = 0
  return periods.map(({ date, from, to }) => {
    const inside: SlotRow[] = []
    // Both are in the order of time.
    for (let slot = slots[next]; slot && slot.slot * SLOT_MS < to; slot = slots[++next]) inside.push(slot)
    return { date, from: new Date(from).toISOString(), to: new Date(to).toISOString(), ...cellOf(inside) }
  })
}

function hoursOf(day: LocalDay): LocalDay[] {
  const hours = (day.to - day.from) / HOUR_MS
  return Array.from({ length: Math.ceil(hours) }, (_, hour) => ({
    ...day,
    from: day.from + hour * HOUR_MS,
    to: Math.min(day.to, day.from + (hour + 1) * HOUR_MS),
  }))
}

function weekOf(zone: string, days: readonly LocalDay[], slots: readonly SlotRow[]): ReportHour[] {
  const cells = Array.from({ length: WEEK_HOURS }, (): SlotRow[] => [])
  let next = 0
  for (const day of days) {
    for (let slot = slots[next]; slot && slot.slot * SLOT_MS < day.to; slot = slots[++next]) {
      const at = Math.max(slot.slot * SLOT_MS, day.from)
      cells[(day.weekday - 1) * 24 + localHour(zone, day, at)]?.push(slot)
    }
  }
  return cells.map((inside, index) => ({
    weekday: Math.floor(index / 24) + 1,
    hour: index % 24,
    ...cellOf(inside),
  }))
}

function cellOf(slots: readonly SlotRow[]) {
  const total = Object.fromEntries(SLOT_SUMS.map((name) => [name, 0])) as Record<SlotSum, number>
  for (const slot of slots) for (const name of SLOT_SUMS) total[name] += slot[name]
  const { waited, responded, ...cell } = total
  return {
    ...cell,
    avgWaitTime: cell.waits === 0 ? null : waited / cell.waits,
    avgFirstResponse: cell.responses === 0 ? null : responded / cell.responses,
  }
}

function rangeOf({ from, to }: Scope) {
  return { from: from.toISOString(), to: to.toISOString() }
}

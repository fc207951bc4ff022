import type { BreakdownBy } from '@biometrics/chat-protocol'
import { zoneCountries } from '../calendars/zone-countries.ts'
import type { Queries } from '../database/database.ts'
import { addSlot, addTally, type Figures, noFigures } from './figures.ts'
import type { Dimension } from './keep-tallies.ts'
import { addPacked, addPackedSlots } from './pack-figures.ts'
import {
  COUNT_NAMES,
  type Counts,
  type Measure,
  MEASURES_TALLIED,
  readCounts,
  readCountsBy,
  readSlots,
  readTalliesBy,
  readTally,
  type Scope,
} from './report-store.ts'
import { type Asked, DAY_MS, type Days, listCounted, readTallies } from './tally-store.ts'

/** The dimensions that a report can be narrowed to one key of. */
const NARROWED = { appId: 'app', groupId: 'group', agentId: 'agent', tag: 'tag' } as const satisfies Partial<
  Record<keyof Scope, Dimension>
>
type Narrowing = keyof typeof NARROWED

/**
 * The figures of a range: of whole days and months as they were counted, of the rest from the episodes themselves, each day
 * from one of them. Both are exact, so it does not matter which.
 */
export async function readFigures(
  query: Queries,
  scope: Scope,
  { slots = false }: { slots?: boolean } = {},
): Promise<Figures> {
  const asked = narrow(scope)
  const { counted, rest } = await divide(query, scope, asked !== null)
  const sum = noFigures()
  const raw = { ...scope, pieces: rest }
  const [packed, counts, tallies, quarters] = await Promise.all([
    asked && counted.length > 0 ? readTallies(query, counted, { ...asked, slots }) : [],
    rest.length > 0 ? readCounts(query, raw) : undefined,
    rest.length > 0 ? Promise.all(MEASURES_TALLIED.map((measure) => readTally(query, raw, measure))) : [],
    rest.length > 0 && slots ? readSlots(query, raw) : [],
  ])
  for (const row of packed) {
    addPacked(sum, row.figures)
    addPackedSlots(sum.slots, row.slots)
  }
  if (counts) addCounts(sum, counts)
  for (const [index, measure] of MEASURES_TALLIED.entries())
    addTally(sum.tallies[measure], tallies[index] ?? new Map())
  for (const quarter of quarters) addSlot(sum.slots, quarter)
  return sum
}

/** The same of each app, group, agent and so on, without the quarters of an hour. */
export async function readFiguresBy(
  query: Queries,
  scope: Scope,
  by: BreakdownBy,
  measures: readonly Measure[],
): Promise<Map<string | null, Figures>> {
  const isNarrowed = (Object.keys(NARROWED) as Narrowing[]).some((name) => scope[name] !== undefined)
  const { counted, rest } = await divide(query, scope, !isNarrowed)
  const raw = { ...scope, pieces: rest }
  const [packed, counts, tallies] = await Promise.all([
    counted.length > 0 ? readTallies(query, counted, { dimension: by, slots: false }) : [],
    rest.length > 0 ? readCountsBy(query, raw, by) : [],
    rest.length > 0 ? Promise.all(measures.map((measure) => readTalliesBy(query, raw, measure, by))) : [],
  ])
  const all = new Map<string | null, Figures>()
  const of = (key: string | null) => {
    const known = all.get(key) ?? noFigures()
    all.set(key, known)
    return known
  }
  for (const { key, figures } of packed) addPacked(of(key), figures)
  const keyOf = by === 'country' ? await zoneCountries() : (key: string | null) => key
  for (const { key, ...row } of counts) addCounts(of(keyOf(key)), row)
  for (const [index, measure] of measures.entries())
    for (const [key, tally] of tallies[index] ?? []) addTally(of(keyOf(key)).tallies[measure], tally)
  return all
}

function addCounts(to: Figures, counts: Counts): void {
  for (const name of COUNT_NAMES) to.counts[name] += counts[name]
}

/** The tallies that a report is made of; null: it is narrowed by more than one thing, and nobody counted that. */
function narrow(scope: Scope): Omit<Asked, 'slots'> | null {
  const named = (Object.keys(NARROWED) as Narrowing[]).filter((name) => scope[name] !== undefined)
  const [only] = named
  if (only === undefined) return { dimension: 'all' }
  return named.length > 1 ? null : { dimension: NARROWED[only], key: scope[only] }
}

/** Which days and months of a range are counted, and what remains of it. */
async function divide(query: Queries, { from, to }: Scope, hasTallies: boolean) {
  const within = { day: Math.ceil(from.getTime() / DAY_MS), until: Math.floor(to.getTime() / DAY_MS) }
  const known = hasTallies && within.day < within.until ? await listCounted(query, within) : []
  const counted: Days[] = []
  const rest: { from: Date; to: Date }[] = []
  let at = from.getTime()
  // Longer ones come first; what they hold is passed over.
  for (const days of known) {
    const start = days.day * DAY_MS
    if (start < at) continue
    if (start > at) rest.push({ from: new Date(at), to: new Date(start) })
    counted.push(days)
    at = days.until * DAY_MS
  }
  if (at < to.getTime()) rest.push({ from: new Date(at), to })
  return { counted, rest }
}

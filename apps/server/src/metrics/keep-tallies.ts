import { type CountryOf, zoneCountries } from '../calendars/zone-countries.ts'
import type { Clock } from '../clock/clock.ts'
import type { Database, Queries } from '../database/database.ts'
import { isLocked, isUnavailable } from '../database/errors.ts'
import { countFact, type Figures, noFigures } from './figures.ts'
import { addPacked, addPackedSlots, packFigures, packSlots } from './pack-figures.ts'
import { type Fact, readFacts } from './report-store.ts'
import {
  DAY_MS,
  type Days,
  forgetDay,
  insertTallies,
  listUncounted,
  listUncountedMonths,
  lockTallies,
  readDays,
  type TallyRow,
} from './tally-store.ts'

const LOOK_MS = 3_600_000

/** What a tally is of: of everything, or of those that have something in common. */
const KEYS_OF = {
  all: () => [null],
  app: ({ app }) => [app],
  group: ({ group }) => [group],
  agent: ({ agent }) => [agent],
  closedBy: ({ closedBy }) => [closedBy],
  language: ({ language }) => [language],
  country: ({ timeZone }, countryOf) => [countryOf(timeZone)],
  tag: ({ tags }) => (tags.length === 0 ? [null] : tags),
} satisfies Record<string, (fact: Fact, countryOf: CountryOf) => (string | null)[]>
export type Dimension = keyof typeof KEYS_OF

/** Counts the days that are over, those anew of which something has changed, and then the months that are whole. */
export async function keepTallies(
  { query }: Pick<Database, 'query'>,
  isStopped: () => boolean = () => false,
): Promise<number> {
  let count = 0
  for (const day of await listUncounted(query)) {
    if (isStopped()) return count
    await counting(query, (trx) => countDay(trx, day))
    count += 1
  }
  for (const month of await listUncountedMonths(query)) {
    if (isStopped()) return count
    await counting(query, (trx) => countMonth(trx, month))
  }
  return count
}

/** One sight of everything: a mark is seen just when the change that it tells of is seen. */
function counting(query: Queries, count: (trx: Queries) => Promise<void>): Promise<void> {
  return query
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      await lockTallies(trx)
      await count(trx)
    })
}

async function countDay(trx: Queries, day: number): Promise<void> {
  const facts = await readFacts(trx, { from: new Date(day * DAY_MS), to: new Date((day + 1) * DAY_MS) })
  const countryOf = await zoneCountries()
  const all = new Groups()
  // A day without anything is counted too.
  all.of('all', null)
  for (const fact of facts)
    for (const [dimension, keysOf] of Object.entries(KEYS_OF))
      for (const key of keysOf(fact, countryOf)) countFact(all.of(dimension, key), fact)
  await forgetDay(trx, day)
  await insertTallies(trx, { day, until: day + 1 }, all.rows())
}

async function countMonth(trx: Queries, month: Days): Promise<void> {
  const all = new Groups()
  for (const { dimension, key, figures, slots } of await readDays(trx, month)) {
    const sum = all.of(dimension, key)
    addPacked(sum, figures)
    addPackedSlots(sum.slots, slots)
  }
  await insertTallies(trx, month, all.rows())
}

/** Figures by dimension and key. */
class Groups {
  readonly #all = new Map<string, { dimension: string; key: string | null; figures: Figures }>()

  of(dimension: string, key: string | null): Figures {
    const place = JSON.stringify([dimension, key])
    const known = this.#all.get(place) ?? { dimension, key, figures: noFigures() }
    this.#all.set(place, known)
    return known.figures
  }

  rows(): TallyRow[] {
    return [...this.#all.values()].map(({ dimension, key, figures }) => ({
      dimension,
      key,
      figures: packFigures(figures),
      slots: packSlots(figures.slots),
    }))
  }
}

/** At the start and every hour; what cannot be done now is done then, and reports read the episodes themselves meanwhile. */
export function startKeeping(
  { database, clock }: { database: Database; clock: Clock },
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let isStopped = false
  let cancel = () => {}
  let running = Promise.resolve()
  function look() {
    running = keepTallies(database, () => isStopped).then(plan, (error: unknown) => {
      // Another node counts just now, or nobody can.
      if (!isStopped && !isUnavailable(error) && !isLocked(error)) onError(error)
      plan()
    })
  }
  function plan() {
    if (!isStopped) cancel = clock.after(LOOK_MS, look)
  }
  look()
  return {
    async stop() {
      isStopped = true
      cancel()
      await running
    },
  }
}

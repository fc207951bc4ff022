import {
  type Counts,
  COUNT_NAMES,
  type Fact,
  MARK_NAMES,
  MEASURES_TALLIED,
  type Measure,
  SLOT_SUMS,
  type SlotRow,
} from './report-store.ts'

/** Everything that is counted of some episodes; it can be added to, and two of them can become one. */
export interface Figures {
  counts: Counts
  tallies: Record<Measure, Map<number, number>>
  slots: Map<number, SlotRow>
}

export function noFigures(): Figures {
  return {
    counts: Object.fromEntries(COUNT_NAMES.map((name) => [name, 0])) as Counts,
    tallies: Object.fromEntries(MEASURES_TALLIED.map((name) => [name, new Map()])) as Figures['tallies'],
    slots: new Map(),
  }
}

/** One more episode. */
export function countFact({ counts, tallies, slots }: Figures, fact: Fact): void {
  counts.started += 1
  for (const mark of MARK_NAMES) if (fact[mark]) counts[mark] += 1
  for (const measure of MEASURES_TALLIED) {
    const value = fact[measure]
    if (value !== null) addTimes(tallies[measure], value, 1)
  }
  addSlot(slots, {
    slot: fact.slot,
    started: 1,
    closed: Number(fact.closed),
    resolved: Number(fact.resolved),
    abandoned: Number(fact.abandoned),
    rated: Number(fact.rated),
    satisfied: Number(fact.satisfied),
    waits: Number(fact.waitTime !== null),
    waited: fact.waitTime ?? 0,
    responses: Number(fact.firstResponse !== null),
    responded: fact.firstResponse ?? 0,
  })
}

export function addFigures(to: Figures, more: Figures): void {
  for (const name of COUNT_NAMES) to.counts[name] += more.counts[name]
  for (const measure of MEASURES_TALLIED) addTally(to.tallies[measure], more.tallies[measure])
  for (const slot of more.slots.values()) addSlot(to.slots, slot)
}

export function addTally(to: Map<number, number>, more: ReadonlyMap<number, number>): void {
  for (const [value, times] of more) addTimes(to, value, times)
}

function addTimes(to: Map<number, number>, value: number, times: number): void {
  to.set(value, (to.get(value) ?? 0) + times)
}

export function addSlot(to: Map<number, SlotRow>, more: SlotRow): void {
  const known = to.get(more.slot)
  if (known === undefined) to.set(more.slot, { ...more })
  else for (const sum of SLOT_SUMS) known[sum] += more[sum]
}

export function inOrder(slots: ReadonlyMap<number, SlotRow>): SlotRow[] {
  return [...slots.values()].sort((a, b) => a.slot - b.slot)
}

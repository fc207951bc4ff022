import { type Figures, inOrder, noFigures } from './figures.ts'
import { COUNT_NAMES, MEASURES_TALLIED, SLOT_SUMS, type SlotRow } from './report-store.ts'

/**
 * Figures as bytes: whole numbers of seven bits a byte, values as steps from the one before. What is counted and its order are
 * part of the form: change one and raise `FORM`, and all are counted anew.
 */
export const FORM = 1

export function packFigures({ counts, tallies }: Omit<Figures, 'slots'>): Buffer {
  const numbers = COUNT_NAMES.map((name) => counts[name])
  for (const measure of MEASURES_TALLIED) {
    const values = [...tallies[measure]].sort(([a], [b]) => a - b)
    numbers.push(values.length)
    let before = 0
    for (const [value, times] of values) {
      numbers.push(value - before, times)
      before = value
    }
  }
  return pack(numbers)
}

export function packSlots(slots: Figures['slots']): Buffer {
  const numbers: number[] = []
  let before = 0
  for (const row of inOrder(slots)) {
    numbers.push(row.slot - before, ...SLOT_SUMS.map((sum) => row[sum]))
    before = row.slot
  }
  return pack(numbers)
}

/** Adds what the bytes say to the figures. */
export function addPacked(to: Figures, bytes: Buffer): void {
  const next = reader(bytes)
  for (const name of COUNT_NAMES) to.counts[name] += next()
  for (const measure of MEASURES_TALLIED) {
    const tally = to.tallies[measure]
    let value = 0
    for (let left = next(); left > 0; left--) {
      value += next()
      tally.set(value, (tally.get(value) ?? 0) + next())
    }
  }
}

export function addPackedSlots(to: Figures['slots'], bytes: Buffer): void {
  const next = reader(bytes)
  let slot = 0
  while (next.hasMore()) {
    slot += next()
    const known = to.get(slot)
    const row = known ?? emptySlot(slot)
    for (const sum of SLOT_SUMS) row[sum] += next()
    if (!known) to.set(slot, row)
  }
}

export function unpack(figures: Buffer, slots: Buffer): Figures {
  const all = noFigures()
  addPacked(all, figures)
  addPackedSlots(all.slots, slots)
  return all
}

function emptySlot(slot: number): SlotRow {
  return {
    slot,
    started: 0,
    closed: 0,
    resolved: 0,
    abandoned: 0,
    rated: 0,
    satisfied: 0,
    waits: 0,
    waited: 0,
    responses: 0,
    responded: 0,
  }
}

function pack(numbers: readonly number[]): Buffer {
  const bytes: number[] = []
  for (const number of numbers) {
    let left = number
    // No shifts: they know only 32 bits.
    for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128)
    bytes.push(left)
  }
  return Buffer.from(bytes)
}

function reader(bytes: Buffer) {
  let at = 0
  const next = (): number => {
    let number = 0
    for (let unit = 1; ; unit *= 128) {
      const byte = bytes[at++]
      if (byte === undefined) throw new RangeError('A tally ends too early.')
      if (byte < 128) return number + byte * unit
      number += (byte - 128) * unit
    }
  }
  return Object.assign(next, { hasMore: () => at < bytes.length })
}

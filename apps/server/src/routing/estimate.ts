import type { QueuePlace } from '@biometrics/chat-protocol'

/** What is known of a group when somebody asks how long it takes. */
export interface GroupFacts {
  /** How long agents had the conversations that they were done with last, in seconds. */
  held: readonly number[]
  /** The slots of agents who are online and will take the next one when they are done. */
  busy: readonly BusySlot[]
}

export interface BusySlot {
  /** How long the conversation in it has gone on, in seconds. */
  age: number
  /** The share of this group among those who wait for the agent. */
  share: number
}

export type Wait = Omit<QueuePlace, 'position'>

/** How long somebody at a place in the queue will wait. */
export type Estimate = (position: number) => Wait

export const UNKNOWN: Wait = { estimatedWaitSeconds: null, estimatedWaitRange: null }

/** Fewer say too little. */
const FEWEST_HELD = 8
/** So many possible futures are looked at. */
const FUTURES = 201
/** Further back the queue moves at the speed that it has there. */
const PLACES = 60
const QUARTER = 0.25
const HALF = 0.5

/**
 * Looks at possible futures: each busy slot is free again after a time drawn from how long conversations went on that had
 * gone on so long already, and then takes the next. Who is k-th waits for the k-th such moment; the middle half of the
 * futures is the range. The same chance for everybody and every time, so that only what is known moves the figures.
 */
export function estimateOf({ held, busy }: GroupFacts): Estimate {
  if (held.length < FEWEST_HELD || busy.length === 0) return () => UNKNOWN
  const sorted = held.toSorted((a, b) => a - b)
  const places = Array.from({ length: PLACES }, (): number[] => [])
  const random = repeatable()
  for (let future = 0; future < FUTURES; future++) playOut(sorted, busy, places, random)
  const quantiles = places.map((waits) => {
    waits.sort((a, b) => a - b)
    return [QUARTER, HALF, 1 - QUARTER].map((part) => waits[Math.floor(part * waits.length)] ?? 0)
  }) as [number, number, number][]
  return (position) => waitAt(quantiles, position)
}

function playOut(
  held: readonly number[],
  busy: readonly BusySlot[],
  places: number[][],
  random: () => number,
) {
  const slots = busy.map(({ age, share }) => ({ at: remaining(held, age, random), share }))
  heapify(slots)
  let place = 0
  // Slots that are shared serve others too; those who are never served here must not keep us for ever.
  for (let step = 0; place < PLACES && step < PLACES * 20; step++) {
    const next = slots[0] as Slot
    if (next.share >= 1 || random() < next.share) places[place++]?.push(next.at)
    next.at += pick(held, random)
    siftDown(slots, 0)
  }
}

/** How much longer one goes on that has gone on for so long. */
function remaining(held: readonly number[], age: number, random: () => number): number {
  const first = firstAbove(held, age)
  const longer = held.length - first
  if (longer > 0) return (held[first + Math.floor(random() * longer)] ?? age) - age
  // Longer than any before: such ones go on for long.
  return age * HALF * random() + 1
}

function pick(held: readonly number[], random: () => number): number {
  return held[Math.floor(random() * held.length)] ?? 0
}

function firstAbove(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}

function waitAt(quantiles: readonly [number, number, number][], position: number): Wait {
  const known = quantiles[position - 1] ?? beyond(quantiles, position)
  const [min, middle, max] = known.map(rounded) as [number, number, number]
  return { estimatedWaitSeconds: middle, estimatedWaitRange: { minSeconds: min, maxSeconds: max } }
}

/** At the speed of the second half of the places that were looked at. */
function beyond(quantiles: readonly [number, number, number][], position: number): [number, number, number] {
  const half = quantiles[PLACES / 2 - 1] as [number, number, number]
  const last = quantiles[PLACES - 1] as [number, number, number]
  const steps = (position - PLACES) / (PLACES / 2)
  return last.map((value, index) => value + (value - (half[index] ?? 0)) * steps) as [number, number, number]
}

/** As exactly as it is worth: nobody is helped by a figure that moves each second. */
function rounded(seconds: number): number {
  const [, step] = STEPS.find(([below]) => seconds < below) as [number, number]
  return Math.max(step, Math.round(seconds / step) * step)
}
const STEPS = [
  [60, 5],
  [300, 15],
  [1_800, 60],
  [Number.POSITIVE_INFINITY, 300],
] as const

interface Slot {
  at: number
  share: number
}

function heapify(slots: Slot[]) {
  for (let at = (slots.length >> 1) - 1; at >= 0; at--) siftDown(slots, at)
}

function siftDown(slots: Slot[], start: number) {
  let at = start
  for (;;) {
    const [left, right] = [2 * at + 1, 2 * at + 2]
    let least = at
    if (left < slots.length && (slots[left] as Slot).at < (slots[least] as Slot).at) least = left
    if (right < slots.length && (slots[right] as Slot).at < (slots[least] as Slot).at) least = right
    if (least === at) return
    const moved = slots[at] as Slot
    slots[at] = slots[least] as Slot
    slots[least] = moved
    at = least
  }
}

/** Numbers that look random and are the same each time (mulberry32). */
function repeatable(): () => number {
  let state = 0x5eed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

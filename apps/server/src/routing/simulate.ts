import { estimateOf } from './estimate.ts'

/** A day at a desk, played out in no time: who comes, who waits how long, and what they were told. */

export interface Day {
  /** Work that comes, as a part of what the agents can do. */
  load: number
  seed: number
  /** Conversations at once, of all agents together. */
  slots?: number
  hours?: number
  /** How long a conversation takes in the middle, and how much they differ (the spread of its logarithm). */
  medianSeconds?: number
  spread?: number
}

export interface DayReport {
  arrivals: number
  /** How many had to wait and were told how long. */
  waits: number
  medianWait: number
  medianError: number
  /** Half of the estimates were off by less than this part of the wait. */
  medianPart: number
  /** How many waits ended within the range; half of them should. */
  inRange: number
}

/** What the history of a desk holds when the day begins. */
const KNOWN_BEFORE = 200

export function simulate({
  load,
  seed,
  slots = 20,
  hours = 8,
  medianSeconds = 400,
  spread = 0.6,
}: Day): DayReport {
  const random = seeded(seed)
  const handling = () => medianSeconds * Math.exp(spread * normal(random))
  const meanSeconds = medianSeconds * Math.exp(spread ** 2 / 2)
  const between = meanSeconds / (slots * load)
  const held = Array.from({ length: KNOWN_BEFORE }, handling)
  /** When each conversation that is under way began, and when it will end. */
  const active: { since: number; until: number }[] = []
  const queue: { at: number; told: Told | null }[] = []
  const seen: { wait: number; told: Told }[] = []
  const end = hours * 3_600
  let arrivals = 0

  const begin = (now: number) => active.push({ since: now, until: now + handling() })

  /** Everybody who is done by then gives the slot to the first who waits. */
  function finishUntil(now: number) {
    for (;;) {
      const next = active.reduce((first, one) => (one.until < first.until ? one : first), NEVER)
      if (next.until > now) return
      active.splice(active.indexOf(next), 1)
      held.unshift(next.until - next.since)
      held.length = KNOWN_BEFORE
      const waiting = queue.shift()
      if (!waiting) continue
      if (waiting.told) seen.push({ wait: next.until - waiting.at, told: waiting.told })
      begin(next.until)
    }
  }

  for (let now = exponential(between, random); now < end; now += exponential(between, random)) {
    arrivals += 1
    finishUntil(now)
    if (active.length < slots) {
      begin(now)
      continue
    }
    const busy = active.map(({ since }) => ({ age: now - since, share: 1 }))
    const { estimatedWaitSeconds: middle, estimatedWaitRange: range } = estimateOf({ held, busy })(
      queue.length + 1,
    )
    queue.push({ at: now, told: middle === null || range === null ? null : { middle, ...range } })
  }
  finishUntil(Number.MAX_VALUE)
  return report(arrivals, seen)
}

interface Told {
  middle: number
  minSeconds: number
  maxSeconds: number
}

const NEVER = { since: 0, until: Number.POSITIVE_INFINITY }

function report(arrivals: number, seen: readonly { wait: number; told: Told }[]): DayReport {
  const errors = seen.map(({ wait, told }) => Math.abs(wait - told.middle))
  return {
    arrivals,
    waits: seen.length,
    medianWait: median(seen.map(({ wait }) => wait)),
    medianError: median(errors),
    medianPart: median(seen.map(({ wait }, index) => (errors[index] ?? 0) / Math.max(1, wait))),
    inRange:
      seen.filter(({ wait, told }) => wait >= told.minSeconds && wait <= told.maxSeconds).length /
      seen.length,
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function exponential(mean: number, random: () => number): number {
  return -mean * Math.log(1 - random())
}

/** Box and Muller's way. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

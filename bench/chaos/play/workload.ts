import type { World } from '../world/world.ts'
import type { Cast, Tab } from './cast.ts'
import type { Random } from './random.ts'

/** What people do while things go wrong. */
export interface Workload {
  name: string
  /** Everybody is there and has begun to talk; nothing is broken yet. */
  prepare(stage: Stage): Promise<Play>
}

export interface Play {
  /** Goes on until the faults are over. */
  perform(isOver: () => boolean): Promise<void>
  /** What is done once everything has been mended. */
  finish?(): Promise<void>
}

export interface Stage {
  world: World
  cast: Cast
  random: Random
  /** How many people there are, 1 for a whole cast. */
  size: number
  /** Breaks the fan-out between the nodes, where there is one, until everything was shown. */
  cutFanOut(how: 'cut' | 'half-open'): void
}

/** Unanswered at a time: people do not type on for ever when nothing goes out. */
const UNANSWERED_MAX = 6

/** Talks at its own pace until it is over. */
export async function talk(
  tab: Tab,
  { random, isOver, everyMs }: { random: Random; isOver: () => boolean; everyMs: number },
  say: (tab: Tab) => void = ({ say }) => say(),
): Promise<void> {
  while (!isOver()) {
    if (tab.outbox.waiting.length < UNANSWERED_MAX) say(tab)
    await pause(everyMs * (0.5 + random.next()))
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** So many of them at once. */
export function several<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: Math.max(1, Math.round(count)) }, (_, index) => make(index)))
}

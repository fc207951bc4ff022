/** A desk at which people come by chance and wait in one line. */
export interface Desk {
  /** Conversations that come in a second. */
  perSecond: number
  /** How long a conversation takes its place, in the mean. */
  handlingSeconds: number
  /** By how much these differ: their variance over the square of their mean; 1 is what Erlang assumed. */
  handlingVariation: number
  /** Conversations that can be held at once: agents times places. */
  places: number
  /** After how long people give up, in the mean; null: nobody does. */
  patienceSeconds: number | null
}

/** What the line grows by is too little to count from here on. */
const NOTHING = 1e-12
const STEPS_MAX = 1_000_000

/** How many places are taken in the mean, if nobody has to wait. */
export function workOf({ perSecond, handlingSeconds }: Pick<Desk, 'perSecond' | 'handlingSeconds'>): number {
  return perSecond * handlingSeconds
}

/**
 * The mean wait of everybody who comes, those who do not wait among them, in seconds: Erlang's C without patience, A (Palm's)
 * with it, stretched by how much handling times differ. Infinite where more comes than can be handled and nobody gives up.
 */
export function meanWait(desk: Desk): number {
  if (desk.perSecond === 0) return 0
  if (desk.patienceSeconds === null && workOf(desk) >= desk.places) return Number.POSITIVE_INFINITY
  return (lineOf(desk) / desk.perSecond) * stretchOf(desk)
}

/** How many wait at a time, in the mean: births and deaths, with everything relative to "all places taken, nobody waits". */
function lineOf({ perSecond, handlingSeconds, places, patienceSeconds }: Desk): number {
  let all = 1
  let chance = 1
  for (let taken = places; taken > 0; taken--) {
    chance *= taken / (perSecond * handlingSeconds)
    all += chance
    if (chance < NOTHING * all) break
  }
  let waiting = 0
  chance = 1
  for (let line = 1; line < STEPS_MAX; line++) {
    const leaving = places / handlingSeconds + (patienceSeconds === null ? 0 : line / patienceSeconds)
    chance *= perSecond / leaving
    all += chance
    waiting += line * chance
    if (chance * line < NOTHING * all) break
  }
  return waiting / all
}

/** How fast patience makes the line forget how much handling times differ; found by playing desks out. */
const FORGETS = { evener: 0.6, unevener: 0.06 }

/**
 * By how much handling times that are not exponential stretch or shorten the wait: Kimura's formula of two moments, with
 * Cosmetatos' for times that are all the same. The sooner people give up, the less it matters: a desk at which nobody waits at
 * all turns away as many, however the times differ.
 */
function stretchOf(desk: Desk): number {
  const { handlingVariation: variation, places, patienceSeconds } = desk
  const busy = Math.min(1, workOf(desk) / places)
  const spread = ((1 - busy) * (places - 1) * (Math.sqrt(4 + 5 * places) - 2)) / (16 * busy * places)
  const allTheSame = (1 + Math.min(1, spread)) / 2
  const stretch = (1 + variation) / (2 * variation + (1 - variation) / allTheSame)
  if (patienceSeconds === null) return stretch
  const rate = variation < 1 ? FORGETS.evener : FORGETS.unevener
  const forgotten = 1 / (1 + (rate * patienceSeconds) / desk.handlingSeconds)
  return stretch + (1 - stretch) * forgotten
}

const AGENTS_MAX = 1_000

/** The fewest agents who hold the mean wait below so many seconds, and never have more to do than they can; null: too many. */
export function agentsNeeded(
  desk: Omit<Desk, 'places'>,
  slots: number,
  waitSeconds: number,
): { agents: number; wait: number } | null {
  if (desk.perSecond === 0) return { agents: 0, wait: 0 }
  for (let agents = Math.floor(workOf(desk) / slots) || 1; agents <= AGENTS_MAX; agents++) {
    const places = agents * slots
    if (workOf(desk) >= places) continue
    const wait = meanWait({ ...desk, places })
    if (wait < waitSeconds) return { agents, wait }
  }
  return null
}

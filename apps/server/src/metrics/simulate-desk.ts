import { chooseAgent, type FreeAgent, type Waiting } from '../routing/choose-agent.ts'
import { seeded } from '../routing/simulate.ts'

/** A desk played out: what the planner's formulas are checked against. */
export interface PlayedDesk {
  perSecond: number
  agents: number
  slots: number
  /** Handling times are log-normal. */
  handlingSeconds: number
  handlingVariation: number
  patienceSeconds: number | null
  arrivals: number
  seed: number
}

/** Who comes first is not counted: the desk is empty then. */
const WARM_UP = 0.05

/**
 * The mean wait at a desk where the router's own rule says who gets a conversation: least loaded first, then who has been idle
 * longest, and whoever waits in the order of coming.
 */
export function simulateDesk(desk: PlayedDesk): { meanWait: number; abandoned: number } {
  const random = seeded(desk.seed)
  const exponential = (mean: number) => -mean * Math.log(1 - random())
  const spread = Math.sqrt(Math.log(1 + desk.handlingVariation))
  const middle = desk.handlingSeconds / Math.sqrt(1 + desk.handlingVariation)
  const handling = () => middle * Math.exp(spread * normal(random))
  const agents = Array.from({ length: desk.agents }, (_, index) => new Agent(String(index)))
  const held = new Soonest()
  const queue: { at: number; until: number }[] = []
  let first = 0
  let sum = 0
  let abandoned = 0
  let count = 0
  const from = desk.arrivals * WARM_UP
  let arrived = 0

  const give = (now: number): boolean => {
    const free = agents.filter(({ active }) => active < desk.slots)
    free.sort((a, b) => a.active - b.active || a.idleSince - b.idleSince)
    const chosen = chooseAgent(
      free.map((agent) => agent.as(desk.slots)),
      NOBODY_ASKED,
    )
    if (!chosen) return false
    const agent = agents[Number(chosen.id)] as Agent
    agent.active += 1
    held.add(now + handling(), agent)
    return true
  }
  const seen = (wait: number) => {
    if (arrived <= from) return
    sum += wait
    count += 1
  }
  const finishUntil = (end: number) => {
    for (let next = held.next(); next && next.at <= end; next = held.next()) {
      held.drop()
      next.agent.active -= 1
      next.agent.idleSince = next.at
      let waiting = queue[first]
      for (; waiting && waiting.until <= next.at; waiting = queue[++first]) {
        seen(waiting.until - waiting.at)
        abandoned += 1
      }
      if (!waiting) continue
      first += 1
      seen(next.at - waiting.at)
      give(next.at)
    }
  }
  for (let now = 0; arrived < desk.arrivals; ) {
    now += exponential(1 / desk.perSecond)
    finishUntil(now)
    arrived += 1
    if (first === queue.length && give(now)) seen(0)
    else {
      const patience =
        desk.patienceSeconds === null ? Number.POSITIVE_INFINITY : exponential(desk.patienceSeconds)
      queue.push({ at: now, until: now + patience })
    }
  }
  finishUntil(Number.MAX_VALUE)
  return { meanWait: sum / count, abandoned: abandoned / desk.arrivals }
}

class Agent {
  active = 0
  idleSince = 0
  readonly id: string
  constructor(id: string) {
    this.id = id
  }
  as(slots: number): FreeAgent {
    const load = this.active / slots
    return { id: this.id, group_id: '', name: '', skills: [], languages: [], load, idle_since: null }
  }
}

const NOBODY_ASKED: Waiting = {
  id: '',
  group_id: '',
  queued_at: new Date(0),
  skills: [],
  language: null,
  avoid_agent_id: null,
  previous_agent_id: null,
  greeting: null,
}

interface End {
  at: number
  agent: Agent
}

/** What ends soonest comes first: a heap. */
class Soonest {
  readonly #all: End[] = []

  next(): End | undefined {
    return this.#all[0]
  }

  add(at: number, agent: Agent): void {
    const all = this.#all
    let place = all.push({ at, agent }) - 1
    while (place > 0) {
      const above = (place - 1) >> 1
      if (this.#at(above) <= this.#at(place)) return
      this.#swap(above, place)
      place = above
    }
  }

  drop(): void {
    const all = this.#all
    const last = all.pop()
    if (!last || all.length === 0) return
    all[0] = last
    let place = 0
    for (;;) {
      const left = 2 * place + 1
      const least = [left, left + 1].reduce(
        (best, one) => (this.#at(one) < this.#at(best) ? one : best),
        place,
      )
      if (least === place) return
      this.#swap(least, place)
      place = least
    }
  }

  #at(place: number): number {
    return this.#all[place]?.at ?? Number.POSITIVE_INFINITY
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#all[a], this.#all[b]]
    if (!one || !other) return
    this.#all[a] = other
    this.#all[b] = one
  }
}

/** Box and Muller's way. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

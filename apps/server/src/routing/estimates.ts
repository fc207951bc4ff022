import type { Clock } from '../clock/clock.ts'
import type { Database } from '../database/database.ts'
import { type Estimate, estimateOf, UNKNOWN, type Wait } from './estimate.ts'
import { readGroupFacts } from './estimate-store.ts'

/** What is known is this old at most when it is used; slots age meanwhile. */
const FRESH_MS = 1_000

/** How long the queues take, as this node knows it; made anew from what the database knows whenever it is asked to. */
export interface Estimates {
  /** For somebody at this place; nothing is known of a group until it was looked at. */
  at(groupId: string | null, position: number): Wait
  /** Looks at the group, unless that was done a moment ago. */
  refresh(groupId: string | null): Promise<void>
}

export function createEstimates({ database, clock }: { database: Database; clock: Clock }): Estimates {
  const known = new Map<string, { at: number; estimate: Estimate }>()
  const underWay = new Map<string, Promise<void>>()

  async function look(groupId: string) {
    const now = clock.now()
    const estimate = estimateOf(await readGroupFacts(database.query, groupId, now))
    known.set(groupId, { at: now.getTime(), estimate })
  }

  return {
    at: (groupId, position) =>
      (groupId === null ? undefined : known.get(groupId))?.estimate(position) ?? UNKNOWN,
    refresh(groupId) {
      if (groupId === null) return Promise.resolve()
      const before = known.get(groupId)
      if (before && clock.now().getTime() - before.at < FRESH_MS) return Promise.resolve()
      const running = underWay.get(groupId) ?? look(groupId).finally(() => underWay.delete(groupId))
      underWay.set(groupId, running)
      return running
    },
  }
}

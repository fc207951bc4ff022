import type { Clock } from '../clock/clock.ts'
import type { Database } from '../database/database.ts'
import type { Router } from '../services.ts'
import { findPair, listWaitingGroups } from './routing-store.ts'

const SWEEP_MS = 60_000
/** Who still waits for so long beside somebody who is free was forgotten, and is not just being brought to them. */
const SURE_AFTER_MS = 2_000

interface Parts {
  database: Database
  clock: Clock
  router: Router
  onError(error: unknown): void
}

export interface Sweep {
  /** How many had been forgotten since the start of this node; anything but 0 is an error of ours. */
  readonly repairs: number
  stop(): void
}

/** Looks once a minute whether somebody waits although somebody is free, which events should have left nothing of. */
export function startSweep({ database, clock, router, onError }: Parts): Sweep {
  let repairs = 0
  let isStopped = false
  let cancel = clock.after(SWEEP_MS, sweep)

  function sweep() {
    findForgotten()
      .then((suspects) => {
        if (isStopped) return
        cancel = clock.after(SURE_AFTER_MS, () => void repair(suspects).catch(report).finally(plan))
      })
      .catch((error) => {
        report(error)
        plan()
      })
  }

  function plan() {
    if (!isStopped) cancel = clock.after(SWEEP_MS, sweep)
  }

  function report(error: unknown) {
    if (!isStopped) onError(error)
  }

  /** The first of each group who waits beside somebody free. */
  async function findForgotten(): Promise<Map<string, string>> {
    const suspects = new Map<string, string>()
    for (const groupId of await listWaitingGroups(database.query)) {
      const { waiting } = await findPair(database.query, { groupId }, clock.now())
      if (waiting) suspects.set(groupId, waiting.id)
    }
    return suspects
  }

  async function repair(suspects: Map<string, string>) {
    const still = suspects.size > 0 ? await findForgotten() : suspects
    for (const [groupId, id] of still) {
      if (suspects.get(groupId) !== id) continue
      repairs += 1
      onError(new Error(`Conversation ${id} had been forgotten.`))
      await router.routeGroup(groupId)
    }
  }

  return {
    get repairs() {
      return repairs
    },
    stop() {
      isStopped = true
      cancel()
    },
  }
}

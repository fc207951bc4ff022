import type { Bots } from '../services.ts'
import { listBotApps } from './bot-store.ts'
import type { FindEngine } from './engines.ts'
import type { TurnServices } from './commit-turn.ts'
import { giveUpBroken } from './outside/answer-later.ts'
import { takeTurns } from './take-turn.ts'
import { CLAIM_MS } from './time-limits.ts'
import { listUnanswered, stopLeadingLost } from './turn-store.ts'

const LOOK_MS = 2_000
/** Who has waited this long for a bot gets people: longer than a claim lives, so that another node may still try. */
export const LATE_MS = CLAIM_MS + 5_000
/** Conversations answered at the same time by one node. */
const AT_ONCE = 20
/** Conversations that wait for that; what comes beyond is found by looking, or goes to people. */
const WAITING_MAX = 10_000
const FOUND_MAX = 200

/**
 * Brings bots and conversations together after messages are committed, and never before their sender has the ok. It is told
 * of what this node has stored; what got lost, with a node or in a crowd, is found in the database.
 */
export function createConductor(
  services: TurnServices,
  findEngine: FindEngine,
  onError: (error: unknown) => void,
): Bots & { stop(): Promise<void> } {
  const { database, clock } = services
  let apps: ReadonlySet<string> = new Set()
  const waiting = new Map<string, { isLate: boolean }>()
  const running = new Map<string, Promise<void>>()
  let isStopped = false
  let looking: Promise<void> | undefined
  let cancel = () => {}

  function add(id: string, isLate: boolean) {
    if (isStopped || (waiting.size >= WAITING_MAX && !waiting.has(id))) return
    waiting.set(id, { isLate: isLate || (waiting.get(id)?.isLate ?? false) })
    fill()
  }

  function fill() {
    for (const [id, { isLate }] of waiting) {
      if (running.size >= AT_ONCE) return
      // What is said while it is being answered comes after.
      if (running.has(id)) continue
      waiting.delete(id)
      const turn = takeTurns(services, findEngine, id, onError, isLate)
        .catch((error: unknown) => isStopped || onError(error))
        .then(() => {
          running.delete(id)
          fill()
        })
      running.set(id, turn)
    }
  }

  function look() {
    looking = findMore()
      .catch((error: unknown) => isStopped || onError(error))
      .then(() => {
        if (!isStopped) cancel = clock.after(LOOK_MS, look)
      })
  }

  async function findMore() {
    apps = new Set(await listBotApps(database.query))
    if (apps.size === 0) return
    await stopLeadingLost(database.query)
    await giveUpBroken(services)
    const now = clock.now()
    for (const { conversation_id, since } of await listUnanswered(database.query, now, FOUND_MAX))
      add(conversation_id, now.getTime() - since.getTime() >= LATE_MS)
  }
  look()

  return {
    heard(appUuid, conversationId) {
      if (apps.has(appUuid)) add(conversationId, false)
    },
    begun(conversationId) {
      add(conversationId, false)
    },
    lookNow: async () => {
      apps = new Set(await listBotApps(database.query))
    },
    async stop() {
      isStopped = true
      cancel()
      waiting.clear()
      await looking
      await Promise.allSettled(running.values())
    },
  }
}

import type { Clock } from '../clock/clock.ts'
import type { Database } from '../database/database.ts'
import { prolongWaiting } from './visitor-store.ts'

/** Who leaves the queue may come back for so long. */
export const GRACE_MS = 120_000
const HEARTBEAT_MS = 30_000
/** Who comes or goes meanwhile is written down together. */
const GATHER_MS = 1_000

/** Which visitors have a socket on this node; those who wait keep their place while any node has one. */
export interface VisitorPresence {
  isHere(visitorId: string): boolean
  connected(visitorId: string): void
  disconnected(visitorId: string): void
  /** How long the place of one who waits now is kept without another word: null for who never had a socket here. */
  keptUntil(visitorId: string): Date | null
  stop(): void
}

export function createVisitorPresence(
  { database, clock }: { database: Database; clock: Clock },
  onError: (error: unknown) => void,
): VisitorPresence {
  const sockets = new Map<string, number>()
  let touched = new Set<string>()
  let cancelFlush: (() => void) | undefined
  let cancelHeartbeat = clock.after(HEARTBEAT_MS, heartbeat)

  function heartbeat() {
    prolong([...sockets.keys()])
    cancelHeartbeat = clock.after(HEARTBEAT_MS, heartbeat)
  }

  function touch(visitorId: string) {
    touched.add(visitorId)
    cancelFlush ??= clock.after(GATHER_MS, () => {
      cancelFlush = undefined
      const ids = [...touched]
      touched = new Set()
      prolong(ids)
    })
  }

  function prolong(ids: string[]) {
    if (ids.length > 0) prolongWaiting(database.query, ids, until()).catch(onError)
  }

  function until(): Date {
    return new Date(clock.now().getTime() + GRACE_MS)
  }

  return {
    isHere: (visitorId) => sockets.has(visitorId),
    keptUntil: (visitorId) => (sockets.has(visitorId) ? until() : null),
    connected(visitorId) {
      const others = sockets.get(visitorId) ?? 0
      sockets.set(visitorId, others + 1)
      if (others === 0) touch(visitorId)
    },
    disconnected(visitorId) {
      const left = (sockets.get(visitorId) ?? 1) - 1
      if (left > 0) {
        sockets.set(visitorId, left)
        return
      }
      sockets.delete(visitorId)
      touch(visitorId)
    },
    stop() {
      cancelHeartbeat()
      cancelFlush?.()
    },
  }
}

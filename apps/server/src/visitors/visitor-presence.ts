import type { Clock } from '../clock/clock.ts'
import type { Database } from '../database/database.ts'
import { v7 as uuid } from 'uuid'
import { deleteExpired, deleteLive, writeLive } from './live-store.ts'
import { prolongWaiting } from './visitor-store.ts'

/** Who leaves the queue may come back for so long. */
export const GRACE_MS = 120_000
const HEARTBEAT_MS = 30_000
/** Who is here is written so seldom, and counts for longer than until the next time. */
const LIVE_MS = 60_000
const LIVE_FOR_MS = 150_000
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
  /** Names this process among those who write who is here. */
  const node = uuid()
  let cancelLive = clock.after(LIVE_MS, keepLive)

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
      tellLive(ids)
    })
  }

  /** Who came and who went, together. */
  function tellLive(ids: readonly string[]) {
    const here = ids.filter((id) => sockets.has(id))
    const gone = ids.filter((id) => !sockets.has(id))
    if (here.length > 0) live(here)
    if (gone.length > 0) deleteLive(database.query, node, gone).catch(onError)
  }

  function live(ids: readonly string[]) {
    const now = clock.now()
    writeLive(database.query, node, ids, now, new Date(now.getTime() + LIVE_FOR_MS)).catch(onError)
  }

  function keepLive() {
    if (sockets.size > 0) live([...sockets.keys()])
    deleteExpired(database.query, clock.now()).catch(onError)
    cancelLive = clock.after(LIVE_MS, keepLive)
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
      cancelLive()
      cancelFlush?.()
    },
  }
}

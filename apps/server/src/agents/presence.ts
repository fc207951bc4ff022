import { announceAgent } from './announce-agent.ts'
import { connectAgent, findAgent, prolongAgents } from './agent-store.ts'
import { type NoticeServices, noticeStatus } from './notice-status.ts'

/** A reload or a change of network must not look like leaving. */
const GRACE_MS = 60_000
const HEARTBEAT_MS = 30_000
const CONNECTED_FOR_MS = 3 * HEARTBEAT_MS

type PresenceServices = NoticeServices

/** Presence is the socket itself: an agent is there while any node holds one, and a minute longer. */
export interface Presence {
  connected(agentId: string): Promise<void>
  disconnected(agentId: string): Promise<void>
  /** Whether any agent has a socket on this node. */
  isAnyHere(): boolean
  /** Resolves when everything is written that was to be. */
  stop(): Promise<void>
}

export function createPresence(services: PresenceServices, onError: (error: unknown) => void): Presence {
  const { database, clock } = services
  const sockets = new Map<string, number>()
  const leaving = new Map<string, () => void>()
  const underWay = new Set<Promise<void>>()
  let stopHeartbeat = clock.after(HEARTBEAT_MS, heartbeat)

  function heartbeat() {
    if (sockets.size > 0) finish(prolong([...sockets.keys()], CONNECTED_FOR_MS)).catch(onError)
    stopHeartbeat = clock.after(HEARTBEAT_MS, heartbeat)
  }

  function finish(work: Promise<void>): Promise<void> {
    underWay.add(work)
    return work.finally(() => underWay.delete(work))
  }

  function prolong(agentIds: readonly string[], forMs: number) {
    return prolongAgents(database.query, agentIds, new Date(clock.now().getTime() + forMs))
  }

  async function announce(agentId: string) {
    await noticeStatus(services, agentId)
    const row = await findAgent(database.query, agentId)
    if (!row) return
    announceAgent(services, row)
    await services.availability.changed()
  }

  /** Whoever comes after having been gone is a person at a device. */
  async function enterBySocket(agentId: string) {
    const now = clock.now()
    await connectAgent(database.query, agentId, new Date(now.getTime() + CONNECTED_FOR_MS), now)
  }

  async function enter(agentId: string) {
    sockets.set(agentId, (sockets.get(agentId) ?? 0) + 1)
    leaving.get(agentId)?.()
    leaving.delete(agentId)
    await enterBySocket(agentId)
    // Gone again meanwhile: what was written of that may have been overwritten by this.
    if (!sockets.has(agentId)) await prolong([agentId], GRACE_MS)
    if (sockets.get(agentId) === 1) await announce(agentId)
  }

  async function leave(agentId: string) {
    const left = (sockets.get(agentId) ?? 1) - 1
    if (left > 0) {
      sockets.set(agentId, left)
      return
    }
    sockets.delete(agentId)
    leaving.set(
      agentId,
      clock.after(GRACE_MS, () => {
        leaving.delete(agentId)
        finish(announce(agentId)).catch(onError)
      }),
    )
    await prolong([agentId], GRACE_MS)
  }

  return {
    connected: (agentId) => finish(enter(agentId)),
    disconnected: (agentId) => finish(leave(agentId)),
    isAnyHere: () => sockets.size > 0,
    async stop() {
      stopHeartbeat()
      for (const cancel of leaving.values()) cancel()
      await Promise.allSettled(underWay)
    },
  }
}

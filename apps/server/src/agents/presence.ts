import type { Services } from '../services.ts'
import { findAgent, listConnectedAgents, updateAgent } from './agent-store.ts'
import { announceAgent, announceAvailability } from './announce-agent.ts'

/** A reload or a change of network must not look like leaving. */
const GRACE_MS = 60_000
const HEARTBEAT_MS = 30_000
const CONNECTED_FOR_MS = 3 * HEARTBEAT_MS

type PresenceServices = Pick<Services, 'database' | 'clock' | 'deliver'>

/** Presence is the socket itself: an agent is there while any node holds one, and a minute longer. */
export interface Presence {
  connected(agentId: string): Promise<void>
  disconnected(agentId: string): Promise<void>
  /** Agents with a socket on any node. */
  agents(): Promise<string[]>
  stop(): void
}

export function createPresence(services: PresenceServices, onError: (error: unknown) => void): Presence {
  const { database, clock } = services
  const sockets = new Map<string, number>()
  const leaving = new Map<string, () => void>()
  let stopHeartbeat = clock.after(HEARTBEAT_MS, heartbeat)

  function heartbeat() {
    Promise.all([...sockets.keys()].map((id) => prolong(id, CONNECTED_FOR_MS))).catch(onError)
    stopHeartbeat = clock.after(HEARTBEAT_MS, heartbeat)
  }

  async function prolong(agentId: string, forMs: number) {
    await updateAgent(database.query, agentId, { connected_until: new Date(clock.now().getTime() + forMs) })
  }

  async function announce(agentId: string) {
    const row = await findAgent(database.query, agentId)
    if (!row) return
    announceAgent(services, row)
    await announceAvailability(services)
  }

  return {
    async connected(agentId) {
      sockets.set(agentId, (sockets.get(agentId) ?? 0) + 1)
      leaving.get(agentId)?.()
      leaving.delete(agentId)
      await prolong(agentId, CONNECTED_FOR_MS)
      if (sockets.get(agentId) === 1) await announce(agentId)
    },
    async disconnected(agentId) {
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
          announce(agentId).catch(onError)
        }),
      )
      await prolong(agentId, GRACE_MS)
    },
    agents: () => listConnectedAgents(database.query, clock.now()),
    stop() {
      stopHeartbeat()
      for (const cancel of leaving.values()) cancel()
    },
  }
}

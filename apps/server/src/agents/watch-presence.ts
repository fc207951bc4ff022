import type { AgentStatus } from '@biometrics/chat-protocol'
import { keepDoing } from '../clock/keep-doing.ts'
import type { Services } from '../services.ts'
import { findAgent, listStatuses } from './agent-store.ts'
import { effectiveStatus } from './agent-view.ts'
import { announceAgent } from './announce-agent.ts'

const LOOK_MS = 10_000

/**
 * Tells the sockets of this node who has come or gone without a word: a node that dies says nothing of its agents, and
 * what is told while Redis is away is lost. `deliver` reaches this node only; every node looks for itself.
 */
export function watchPresence(
  services: Pick<Services, 'database' | 'clock' | 'deliver'>,
  onChange: () => Promise<void>,
  onError: (error: unknown) => void,
): { stop(): void } {
  const { database, clock } = services
  let known: ReadonlyMap<string, AgentStatus> | undefined

  async function tellChanges() {
    const now = clock.now()
    const rows = await listStatuses(database.query)
    const found = new Map(rows.map((row) => [row.id, effectiveStatus(row, now)]))
    const before = known ?? found
    const changed = [...found].filter(([id, status]) => before.get(id) !== status)
    for (const [id] of changed) {
      const row = await findAgent(database.query, id)
      if (row) announceAgent(services, row)
    }
    if (changed.length > 0) await onChange()
    known = found
  }

  return keepDoing(clock, LOOK_MS, tellChanges, onError)
}

import type { InboxCounts } from '@biometrics/chat-protocol'
import type { Clock } from '../clock/clock.ts'
import type { Database } from '../database/database.ts'
import type { Deliver } from '../delivery/deliver.ts'
import type { Activity, Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { announceActivity } from './announce-conversation.ts'
import { countOpen, findConversations, listQueued } from './conversation-store.ts'

const GATHER_MS = 1_000
const BATCH_SIZE = 500
/** Waiters told of a new place at once; those further back hear when they come closer. */
const QUEUE_TOLD = 200

interface Parts {
  database: Database
  clock: Clock
  deliver: Deliver
  /** Agents with a socket on this node. */
  connectedAgents(): Iterable<string>
  onError(error: unknown): void
}

/** Gathers what changes often and tells it once a second: an event per message and agent would cost more than the messages. */
export function createActivity(parts: Parts): Activity & { stop(): void } {
  const touched = new Map<string, 'everyone' | 'agents'>()
  const queues = new Set<string | null>()
  let counts = false
  let cancel: (() => void) | undefined

  function schedule() {
    cancel ??= parts.clock.after(GATHER_MS, () => {
      cancel = undefined
      flush().catch(parts.onError)
    })
  }

  async function flush() {
    if (counts || queues.size > 0) {
      counts = false
      await announceCounts(parts)
    }
    for (const group of queues) {
      queues.delete(group)
      for (const id of await listQueued(parts.database.query, group, QUEUE_TOLD)) touched.set(id, 'everyone')
    }
    const batch = [...touched].slice(0, BATCH_SIZE)
    for (const [id] of batch) touched.delete(id)
    const who = new Map(batch)
    for (const row of await findConversations(parts.database.query, [...who.keys()])) {
      announceActivity(parts, row, who.get(row.id) ?? 'agents')
    }
    if (touched.size > 0) schedule()
  }

  return {
    touch(id, who) {
      if (who === 'everyone' || !touched.has(id)) touched.set(id, who)
      schedule()
    },
    touchQueue(group) {
      queues.add(group)
      schedule()
    },
    touchCounts() {
      counts = true
      schedule()
    },
    stop() {
      cancel?.()
    },
  }
}

async function announceCounts({ database, deliver, connectedAgents }: Parts) {
  const open = await countOpen(database.query)
  for (const agentId of connectedAgents()) {
    deliver({ event: 'counts', payload: countsFor(open, agentId), to: [{ agent: agentId }] })
  }
}

/** The sizes of one agent's lists, from the numbers by agent. */
export function countsFor(
  open: readonly { agent_id: string | null; count: number }[],
  agentId: string,
): InboxCounts {
  const of = (id: string | null) => open.find((row) => row.agent_id === id)?.count ?? 0
  return { mine: of(agentId), unassigned: of(null), open: open.reduce((sum, row) => sum + row.count, 0) }
}

/** The counts as they are now, for one agent. */
export async function readInboxCounts(
  { database }: Pick<Services, 'database'>,
  session: AgentSession,
): Promise<InboxCounts> {
  return countsFor(await countOpen(database.query), session.agentId)
}

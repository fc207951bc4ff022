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
  let gathered = nothing()
  let cancel: (() => void) | undefined

  function schedule() {
    cancel ??= parts.clock.after(GATHER_MS, () => {
      cancel = undefined
      const telling = gathered
      gathered = nothing()
      tell(telling).catch((error) => {
        parts.onError(error)
        // What could not be told now is told when the database is back.
        gathered = merge(telling, gathered)
        schedule()
      })
    })
  }

  async function tell({ touched, queues, counts }: Gathered) {
    if (counts || queues.size > 0) await announceCounts(parts)
    const all = new Map(touched)
    for (const group of queues) {
      for (const id of await listQueued(parts.database.query, group, QUEUE_TOLD)) all.set(id, 'everyone')
    }
    const ids = [...all.keys()]
    for (let start = 0; start < ids.length; start += BATCH_SIZE) {
      const rows = await findConversations(parts.database.query, ids.slice(start, start + BATCH_SIZE))
      for (const row of rows) announceActivity(parts, row, all.get(row.id) ?? 'agents')
    }
  }

  return {
    touch(id, who) {
      if (who === 'everyone' || !gathered.touched.has(id)) gathered.touched.set(id, who)
      schedule()
    },
    touchQueue(group) {
      gathered.queues.add(group)
      schedule()
    },
    touchCounts() {
      gathered.counts = true
      schedule()
    },
    stop() {
      cancel?.()
    },
  }
}

interface Gathered {
  touched: Map<string, 'everyone' | 'agents'>
  queues: Set<string | null>
  counts: boolean
}

function nothing(): Gathered {
  return { touched: new Map(), queues: new Set(), counts: false }
}

function merge(earlier: Gathered, later: Gathered): Gathered {
  const touched = new Map(earlier.touched)
  for (const [id, who] of later.touched) if (who === 'everyone' || !touched.has(id)) touched.set(id, who)
  const queues = new Set([...earlier.queues, ...later.queues])
  return { touched, queues, counts: earlier.counts || later.counts }
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

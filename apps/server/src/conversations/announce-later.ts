import type { InboxCounts } from '@biometrics/chat-protocol'
import type { Clock } from '../clock/clock.ts'
import type { Database } from '../database/database.ts'
import type { Deliver } from '../delivery/deliver.ts'
import { mayReach, type Reacher } from '../reach.ts'
import type { Activity, Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { announceActivity } from './announce-conversation.ts'
import { countOpen, type OpenCount, findConversations } from './conversation-store.ts'

/** A conversation is told of when nothing has happened in it for so long, and counts at most once in this time. */
const GATHER_MS = 1_000
/** In one that does not come to rest, those who are in it hear the messages; the others wait at most this long. */
const BUSY_MS = 5_000
/** Each waits as much less, at most: those that began to talk together are not all told of together. */
const BUSY_SPREAD_MS = 1_250
/** Told in small portions: all at once would hold up every message meanwhile. */
const PORTION_MS = 50
const PORTION_SIZE = 100

interface Parts {
  database: Database
  clock: Clock
  deliver: Deliver
  estimates: Services['estimates']
  fileLinks: Services['fileLinks']
  /** The order of a group's queue has changed. */
  tellQueue(groupId: string | null): void
  /** Some figure has changed. */
  tellFigures(): void
  /** Agents with a socket on any node. */
  connectedAgents(): Promise<Reacher[]>
  onError(error: unknown): void
}

type Who = 'everyone' | 'agents'

/** When it is told of, in milliseconds of the clock. */
interface Touched {
  who: Who
  due: number
  latest: number
}

/** Gathers what changes often and tells it now and then: an event per message and agent would cost more than the messages. */
export function createActivity(parts: Parts): Activity & { stop(): void } {
  const { clock, database } = parts
  /** What changes stays in its place: a map that is written anew links its old tables, and the garbage in them lives on. */
  const touched = new Map<string, Touched>()
  let cancelPortion: (() => void) | undefined
  let cancelLists: (() => void) | undefined
  let isStopped = false

  function touch(id: string, who: Who) {
    const now = clock.now().getTime()
    const known = touched.get(id)
    if (known === undefined) {
      touched.set(id, { who, due: now + GATHER_MS, latest: now + BUSY_MS - Math.random() * BUSY_SPREAD_MS })
    } else {
      if (who === 'everyone') known.who = who
      known.due = Math.min(now + GATHER_MS, known.latest)
    }
    cancelPortion ??= clock.after(PORTION_MS, tellPortion)
  }

  function tellPortion() {
    const portion = takeDue()
    tell(portion)
      .catch((error) => {
        parts.onError(error)
        // What could not be told now is told when the database is back.
        for (const [id, who] of portion) touch(id, who)
      })
      .finally(() => {
        const goOn = touched.size > 0 && !isStopped
        cancelPortion = goOn ? clock.after(PORTION_MS, tellPortion) : undefined
      })
  }

  function takeDue(): Map<string, Who> {
    const now = clock.now().getTime()
    const portion = new Map<string, Who>()
    for (const [id, { who, due }] of touched) {
      if (due > now) continue
      if (portion.size === PORTION_SIZE) break
      portion.set(id, who)
      touched.delete(id)
    }
    return portion
  }

  async function tell(portion: Map<string, Who>) {
    if (portion.size === 0) return
    const rows = await findConversations(database, [...portion.keys()])
    for (const row of rows) announceActivity(parts, row, portion.get(row.id) ?? 'agents')
  }

  function touchLists() {
    parts.tellFigures()
    cancelLists ??= clock.after(GATHER_MS, () => {
      cancelLists = undefined
      announceCounts(parts).catch((error) => {
        parts.onError(error)
        touchLists()
      })
    })
  }

  return {
    touch,
    touchQueue(group) {
      parts.tellQueue(group)
      touchLists()
    },
    touchCounts: touchLists,
    stop() {
      isStopped = true
      cancelPortion?.()
      cancelLists?.()
    },
  }
}

async function announceCounts({ database, deliver, connectedAgents }: Parts) {
  const open = await countOpen(database.query)
  for (const agent of await connectedAgents()) {
    deliver({ event: 'counts', payload: countsFor(open, agent), to: [{ agent: agent.agentId }] })
  }
}

/** The sizes of one agent's lists, from the numbers by agent and group. */
export function countsFor(open: readonly OpenCount[], agent: Reacher): InboxCounts {
  const { agentId } = agent
  const reached = agent.onlyGroups === null ? open : open.filter((row) => mayReach(agent, row))
  const sum = (fits: (row: OpenCount) => boolean) =>
    reached.reduce((count, row) => count + (fits(row) ? row.count : 0), 0)
  return {
    mine: sum((row) => row.status === 'active' && row.agent_id === agentId),
    unassigned: sum((row) => row.status === 'queued'),
    snoozed: sum((row) => row.status === 'snoozed' && row.agent_id === agentId),
    open: sum(() => true),
  }
}

/** The counts as they are now, for one agent. */
export async function readInboxCounts(
  { database }: Pick<Services, 'database'>,
  session: AgentSession,
): Promise<InboxCounts> {
  return countsFor(await countOpen(database.query), session)
}

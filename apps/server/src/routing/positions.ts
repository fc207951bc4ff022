import { watchersOfInbox } from '../reach.ts'
import type { Clock } from '../clock/clock.ts'
import { conversationForAgent, conversationForVisitor } from '../conversations/conversation-view.ts'
import { findPlaced, type PlacedConversation } from '../conversations/find-placed.ts'
import type { Database } from '../database/database.ts'
import type { Deliver } from '../delivery/deliver.ts'
import type { FileLinks } from '../attachments/file-links.ts'
import type { Estimates } from './estimates.ts'
import { readOrder, type OrderRow } from './position-store.ts'

/** Nobody hears of their place more often. */
const AT_MOST_EVERY_MS = 1_000
/** Time alone changes how long it takes. */
const ANYWAY_EVERY_MS = 15_000
/** Read and told in portions: all at once would hold up every message meanwhile. */
const PORTION_SIZE = 500
/** So many are told of to the agents who watch; those further back they see when they look. */
const AGENTS_SEE = 200

interface Parts {
  database: Database
  clock: Clock
  estimates: Estimates
  fileLinks: FileLinks
  /** To the sockets of this node: every node tells its own. */
  deliverHere: Deliver
  isVisitorHere(visitorId: string): boolean
  isAnyAgentHere(): boolean
  onError(error: unknown): void
}

/** Tells those who wait where they stand, whenever that changes. */
export interface Positions {
  /** The order of a group's queue may have changed. */
  touch(groupId: string | null): void
  stop(): void
}

interface Told {
  /** Of what the rest of the conversation was read. */
  version: string
  conversation: PlacedConversation
  place: string
}

export function createPositions(parts: Parts): Positions {
  const { clock, database, estimates, deliverHere } = parts
  const groups = new Map<string | null, { cancel: (() => void) | null; toldAt: number }>()
  const told = new Map<string | null, Map<string, Told>>()
  let isStopped = false
  let cancelAnyway = clock.after(ANYWAY_EVERY_MS, tellAnyway)

  function tellAnyway() {
    for (const [groupId, waiters] of told) if (waiters.size > 0) touch(groupId)
    cancelAnyway = clock.after(ANYWAY_EVERY_MS, tellAnyway)
  }

  /** At once, if that is long enough after the last time. */
  function touch(groupId: string | null) {
    const known = groups.get(groupId)
    if (isStopped || known?.cancel) return
    const now = clock.now().getTime()
    const waitMs = Math.max(0, (known?.toldAt ?? Number.NEGATIVE_INFINITY) + AT_MOST_EVERY_MS - now)
    const cancel = clock.after(waitMs, () => {
      groups.set(groupId, { cancel: null, toldAt: clock.now().getTime() })
      tell(groupId).catch((error) => {
        if (isStopped) return
        parts.onError(error)
        touch(groupId)
      })
    })
    groups.set(groupId, { cancel, toldAt: known?.toldAt ?? Number.NEGATIVE_INFINITY })
  }

  async function tell(groupId: string | null) {
    await estimates.refresh(groupId)
    const order = await readOrder(database.query, groupId)
    const before = told.get(groupId) ?? new Map<string, Told>()
    const agentsHere = parts.isAnyAgentHere()
    const heard = order.filter(
      (row) => parts.isVisitorHere(row.visitor_id) || (agentsHere && row.position <= AGENTS_SEE),
    )
    const after = new Map<string, Told>()
    told.set(groupId, after)
    for (let start = 0; start < heard.length; start += PORTION_SIZE) {
      await tellPortion(groupId, heard.slice(start, start + PORTION_SIZE), before, after)
    }
  }

  async function tellPortion(
    groupId: string | null,
    rows: OrderRow[],
    before: ReadonlyMap<string, Told>,
    after: Map<string, Told>,
  ) {
    const stale = rows.filter(({ id, version }) => before.get(id)?.version !== version)
    const read = new Map(
      (
        await findPlaced(
          database,
          stale.map(({ id }) => id),
        )
      ).map((row) => [row.id, row]),
    )
    for (const row of rows) {
      const known = before.get(row.id)
      const conversation =
        read.get(row.id) ?? (known?.version === row.version ? known.conversation : undefined)
      if (!conversation) continue
      const place = JSON.stringify([row.position, estimates.at(groupId, row.position)])
      after.set(row.id, { version: row.version, conversation, place })
      if (place === known?.place) continue
      say(row, { ...conversation, queue_position: row.position })
    }
  }

  function say(row: OrderRow, conversation: PlacedConversation) {
    if (parts.isVisitorHere(row.visitor_id))
      deliverHere({
        event: 'conversation',
        payload: conversationForVisitor(parts, conversation),
        to: [{ visitor: row.visitor_id }],
      })
    if (row.position <= AGENTS_SEE)
      deliverHere({
        event: 'conversation',
        payload: conversationForAgent(parts, conversation),
        to: [{ watchers: row.id }, ...watchersOfInbox(conversation)],
      })
  }

  return {
    touch,
    stop() {
      isStopped = true
      cancelAnyway()
      for (const { cancel } of groups.values()) cancel?.()
    },
  }
}

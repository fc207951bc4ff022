import { listAllApps } from '../apps/find-app.ts'
import type { Clock } from '../clock/clock.ts'
import { createRests } from '../clock/rests.ts'
import type { Database } from '../database/database.ts'
import type { Audience } from '../delivery/audience.ts'
import type { Deliver } from '../delivery/deliver.ts'
import type { Link } from '../delivery/link.ts'
import type { Activity, Services } from '../services.ts'
import { announceActivity, announceLoss } from './announce-conversation.ts'
import { findConversations } from './conversation-store.ts'
import { type Head, readHeads } from './head-store.ts'

const TICK_MS = 15_000
/** While other nodes cannot be heard. */
const TICK_ALONE_MS = 2_000
/** Times come from the nodes' clocks, which differ, and a message is older than its commit. */
const SKEW_MS = 10 * 60_000
/** Told in portions with rests between them: all at once would hold up every message meanwhile. */
const PORTION_SIZE = 40
const REST_MS = 25

export interface HeadsParts {
  database: Database
  clock: Clock
  /** To the sockets of this node: every node tells its own. */
  deliverHere: Deliver
  activity: Pick<Activity, 'touchCounts'>
  estimates: Services['estimates']
  fileLinks: Services['fileLinks']
  link: Link
  epoch: string
  /** The database holds another log than before. */
  onEpoch(epoch: string): void
  onError(error: unknown): void
}

/** The tail heartbeat: whatever was lost on the way to a socket, its client hears of it from here. */
export interface TailHeartbeat {
  /** Resolves when it is known from where on changes are told. */
  start(): Promise<void>
  stop(): void
}

/** Reads what changed since the last time, in one query however many are connected, and tells where it ends now. */
export function createTailHeartbeat(parts: HeadsParts): TailHeartbeat {
  const { database, clock, link, deliverHere } = parts
  let { epoch } = parts
  let known = new Map<string, Head>()
  let readAt = clock.now()
  let state: 'waiting' | 'telling' | 'telling, then again' | 'stopped' = 'waiting'
  let cancelTick = () => {}
  let leaveLink = () => {}
  const isStopped = () => state === 'stopped'
  const rests = createRests(clock, () => !isStopped())

  function beat() {
    cancelTick()
    if (state !== 'waiting') {
      if (state === 'telling') state = 'telling, then again'
      return
    }
    state = 'telling'
    tellChanged()
      .catch((error) => state !== 'stopped' && parts.onError(error))
      .finally(() => {
        if (state === 'stopped') return
        const again = state === 'telling, then again'
        state = 'waiting'
        if (again) beat()
        else plan()
      })
  }

  function plan() {
    cancelTick()
    cancelTick = clock.after(link.up ? TICK_MS : TICK_ALONE_MS, beat)
  }

  /** What could not be told counts as not read, and comes again. */
  async function tellChanged() {
    const now = clock.now()
    const since = new Date(readAt.getTime() - SKEW_MS)
    const found = await readHeads(database.query, since)
    if (found.epoch !== epoch) await adopt(found.epoch)
    const changed = found.heads.filter(({ id, version }) => known.get(id)?.version !== version)
    for (let start = 0; start < changed.length; start += PORTION_SIZE) {
      if (start > 0) await rests.pause(REST_MS)
      if (isStopped()) return
      await tell(changed.slice(start, start + PORTION_SIZE), since)
    }
    if (changed.some((head) => isElsewhere(head, known.get(head.id)))) parts.activity.touchCounts()
    known = new Map(found.heads.map((head) => [head.id, head]))
    readAt = now
  }

  async function tell(heads: Head[], since: Date) {
    const forVisitor = new Set(
      heads.filter((head) => isPublic(head, known.get(head.id), since)).map(({ id }) => id),
    )
    const rows = await findConversations(
      database,
      heads.map(({ id }) => id),
    )
    for (const row of rows) {
      const before = known.get(row.id)
      if (before) announceLoss({ deliver: deliverHere }, before, row)
      announceActivity(
        { deliver: deliverHere, estimates: parts.estimates, fileLinks: parts.fileLinks },
        row,
        forVisitor.has(row.id) ? 'everyone' : 'agents',
      )
    }
    for (const { id, agent_id, visitor_id, last_seq, last_public_seq } of heads) {
      const agents: [Audience, ...Audience[]] = [{ watchers: id }]
      if (agent_id !== null) agents.push({ agent: agent_id })
      tellHead(agents, id, last_seq)
      if (forVisitor.has(id)) tellHead([{ visitor: visitor_id }], id, last_public_seq)
    }
  }

  function tellHead(to: [Audience, ...Audience[]], conversationId: string, seq: number) {
    deliverHere({ event: 'heads', payload: { epoch, heads: [{ conversationId, seq }] }, to })
  }

  /** Another node, or an operator, found that the log is another one. */
  async function adopt(other: string) {
    const apps = await listAllApps(database.query)
    epoch = other
    parts.onEpoch(epoch)
    const everybody: [Audience, ...Audience[]] = [
      { agents: true },
      ...apps.map(({ id }) => ({ visitorsOf: id })),
    ]
    deliverHere({ event: 'heads', payload: { epoch, heads: [] }, to: everybody })
  }

  return {
    async start() {
      const { heads } = await readHeads(database.query, new Date(readAt.getTime() - SKEW_MS))
      known = new Map(heads.map((head) => [head.id, head]))
      leaveLink = link.onChange((up) => (up ? beat() : plan()))
      plan()
    },
    stop() {
      state = 'stopped'
      cancelTick()
      leaveLink()
      rests.endAll()
    },
  }
}

/** Whether the visitor may know that something happened: a note must not stir the visitor's side. */
function isPublic(head: Head, before: Head | undefined, since: Date): boolean {
  if (!before) return head.public_updated_at > since
  return (
    head.last_public_seq !== before.last_public_seq ||
    head.public_updated_at.getTime() !== before.public_updated_at.getTime()
  )
}

/** Whether it stands in other lists than before. */
function isElsewhere(head: Head, before: Head | undefined): boolean {
  const isSame =
    head.status === before?.status && head.agent_id === before.agent_id && head.group_id === before.group_id
  return !isSame
}

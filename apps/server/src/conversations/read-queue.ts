import type { QueueReply } from '@biometrics/chat-protocol'
import { readCursor, writeCursor } from '../database/cursor.ts'
import { eyesOf } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { findConversations, listQueue, readQueues } from './conversation-store.ts'
import { conversationForAgent } from './conversation-view.ts'

const UNKNOWN = { estimatedWaitSeconds: null, estimatedWaitRange: null }
const AT_ONCE = { estimatedWaitSeconds: 0, estimatedWaitRange: { minSeconds: 0, maxSeconds: 0 } }

/** Who waits, in the order in which they are served, and how each group stands. */
export async function readQueue(
  { database, clock, estimates, fileLinks }: Pick<Services, 'database' | 'clock' | 'estimates' | 'fileLinks'>,
  session: AgentSession,
  { groupId, cursor, limit }: { groupId?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<QueueReply> {
  const now = clock.now()
  const eyes = eyesOf(session)
  const [rankAt = '', queuedAt = '', id = ''] = cursor === undefined ? [] : readCursor(cursor, 3)
  const after = cursor === undefined ? undefined : { rankAt, queuedAt, id }
  const groups = await readQueues(database.query, eyes, groupId, now)
  await Promise.all(groups.filter(({ waiting }) => waiting > 0).map(({ id }) => estimates.refresh(id)))
  const found = await listQueue(database.query, eyes, groupId, after, limit + 1)
  const page = found.slice(0, limit)
  const rows = new Map(
    (
      await findConversations(
        database,
        page.map((item) => item.id),
      )
    ).map((row) => [row.id, row]),
  )
  const items = page.flatMap((item) => {
    const row = rows.get(item.id)
    // Somebody took it a moment ago.
    if (!row?.queued_at) return []
    const conversation = conversationForAgent({ estimates, fileLinks }, row)
    const { position, ...estimate } = conversation.queue ?? { position: 0, ...UNKNOWN }
    return [{ conversation, position, waitingSeconds: secondsSince(row.queued_at, now), estimate }]
  })
  const last = page.at(-1)
  return {
    items,
    nextCursor: found.length > limit && last ? writeCursor([last.rank_at, last.queued_at, last.id]) : null,
    groups: groups.map((group) => ({
      groupId: group.id,
      name: group.name,
      waiting: group.waiting,
      oldestSeconds: group.oldest && secondsSince(group.oldest, now),
      agentsOnline: group.agents_online,
      freeSlots: group.free_slots,
      estimate: group.free_slots > 0 ? AT_ONCE : estimates.at(group.id, group.waiting + 1),
    })),
  }
}

function secondsSince(from: Date, now: Date): number {
  return Math.max(0, Math.round((now.getTime() - from.getTime()) / 1_000))
}

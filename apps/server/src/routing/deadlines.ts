import { noticeIdle, listUnnoticed } from '../agents/find-unnoticed.ts'
import { type NoticeServices, noticeStatus } from '../agents/notice-status.ts'
import type { ChangeServices } from '../conversations/change-conversation.ts'
import { listDue, listLeft } from '../conversations/list-due.ts'
import { closeAbandoned, lookAfter } from '../conversations/look-after.ts'

const TICK_MS = 1_000
/** So many at a time; if there are more, the next look follows at once. */
const PORTION_SIZE = 100

/**
 * Does what is due, whichever node comes to it first: each look holds the conversation and finds out anew whether anything
 * is to be done, so that any number of nodes may look.
 */
export function watchDeadlines(
  services: ChangeServices & NoticeServices,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  const { database, clock } = services
  let isStopped = false
  let cancel = clock.after(TICK_MS, tick)
  let underWay: Promise<void> = Promise.resolve()

  function tick() {
    underWay = lookAll()
      .catch((error) => {
        if (!isStopped) onError(error)
        return false
      })
      .then((isMore) => {
        if (!isStopped) cancel = clock.after(isMore ? 0 : TICK_MS, tick)
      })
  }

  async function lookAll(): Promise<boolean> {
    const now = clock.now()
    await noticeIdle(database.query, now)
    for (const id of await listUnnoticed(database.query, now)) await noticeStatus(services, id)
    const left = await listLeft(database.query, now, PORTION_SIZE)
    for (const id of left) await attempt(() => closeAbandoned(services, id))
    const due = await listDue(database.query, now, PORTION_SIZE)
    for (const id of due) await attempt(() => lookAfter(services, id))
    return left.length === PORTION_SIZE || due.length === PORTION_SIZE
  }

  /** One that somebody else holds must not keep the others from being looked at. */
  async function attempt(look: () => Promise<void>) {
    if (isStopped) return
    await look().catch((error) => isStopped || onError(error))
  }

  return {
    async stop() {
      isStopped = true
      cancel()
      await underWay
    },
  }
}

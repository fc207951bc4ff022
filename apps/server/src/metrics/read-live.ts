import type { LiveMetrics } from '@biometrics/chat-protocol'
import { distributionOf } from './distribution.ts'
import type { Services } from '../services.ts'
import { readStanding, readStarts, readWaits, type WaitRow } from './live-store.ts'

const PERIOD_SECONDS = 300
const PERIODS = 12
export const PERIOD_MS = PERIOD_SECONDS * 1_000

/** How it stands now, of one group or (null) of all. Each figure is defined in docs/metrics.md. */
export async function readLive(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  groupId: string | null,
): Promise<LiveMetrics> {
  const now = clock.now()
  const since = new Date(Math.floor(now.getTime() / PERIOD_MS) * PERIOD_MS - (PERIODS - 1) * PERIOD_MS)
  const [standing, waits, starts] = await Promise.all([
    readStanding(database.query, groupId, now),
    readWaits(database.query, groupId, since, PERIOD_SECONDS),
    readStarts(database.query, groupId, since, PERIOD_SECONDS),
  ])
  const waitTime = waitsOf(waits)
  return {
    activeChats: standing.active,
    agentsOnline: standing.online,
    avgWaitTime: waitTime.mean,
    queueSize: standing.queued,
    groupId,
    waitTime,
    abandoned: waits.reduce((sum, { is_abandoned, times }) => sum + (is_abandoned ? times : 0), 0),
    longestWaitSince: standing.longest_since?.toISOString() ?? null,
    messagesWaiting: standing.messages,
    botChats: standing.led_by_bot,
    snoozedChats: standing.snoozed,
    agentsAway: standing.away,
    freeSlots: standing.free,
    lastHour: Array.from({ length: PERIODS }, (_, period) => {
      const { n, mean } = waitsOf(waits.filter((wait) => wait.period === period))
      return {
        from: new Date(since.getTime() + period * PERIOD_MS).toISOString(),
        started: starts.get(period) ?? 0,
        waits: n,
        avgWaitTime: mean,
      }
    }),
  }
}

function waitsOf(rows: readonly WaitRow[]) {
  const tally = new Map<number, number>()
  for (const { seconds, times } of rows) tally.set(seconds, (tally.get(seconds) ?? 0) + times)
  return distributionOf(tally)
}

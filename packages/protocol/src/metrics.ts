import { z } from 'zod'
import { id, timestamp } from './ids.ts'

/** Figures: live ones here, those of reports in `reports.ts`. What each of them means is said in docs/metrics.md. */

const count = z.number().int().min(0)

/** Seconds of several conversations; never one of the figures without how many there were. */
export const distribution = z
  .object({
    n: count.describe('how many values there are; with 0 the others are null'),
    mean: z.number().nullable(),
    median: z.number().nullable().describe('the smallest value that half of all do not exceed'),
    p90: z.number().nullable().describe('the smallest value that nine of ten do not exceed'),
  })
  .meta({ id: 'Distribution' })

/** Five minutes of the last hour. */
export const livePeriod = z.object({
  from: timestamp,
  started: count.describe('conversations that began or began again'),
  waits: count.describe('waits that ended'),
  avgWaitTime: z.number().nullable().describe('seconds; null without any'),
})

/**
 * How it stands now, of the whole installation or of one group. The last hour is the five minutes under way and the eleven
 * times five minutes before them.
 */
export const liveMetrics = z
  .object({
    activeChats: count.describe('conversations that an agent has'),
    agentsOnline: count,
    avgWaitTime: z
      .number()
      .nullable()
      .describe('seconds: the mean of the waits that ended within the last hour; null without any'),
    queueSize: count.describe('conversations that wait in a queue'),
    groupId: id.nullable().describe('null: of all groups'),
    waitTime: distribution.describe('of the waits that ended within the last hour, in seconds'),
    abandoned: count.describe('of those, the ones that ended without an agent'),
    longestWaitSince: timestamp.nullable().describe('when the one came who has waited longest'),
    messagesWaiting: count.describe('left outside hours; they are part of queueSize, and of no wait'),
    botChats: count.describe('conversations that a bot leads'),
    snoozedChats: count,
    agentsAway: count,
    freeSlots: count.describe('conversations that the agents online could take besides'),
    lastHour: z.array(livePeriod).length(12).describe('oldest first; the last one is under way'),
  })
  .meta({ id: 'LiveMetrics' })

export const liveQuery = z.object({ groupId: id.optional() })
export const ticketReply = z.object({
  ticket: z.string().describe('opens `WS /chat/metrics?token=…` once, within 60 s'),
})

export type Distribution = z.infer<typeof distribution>
export type LiveMetrics = z.infer<typeof liveMetrics>

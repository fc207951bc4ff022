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

/** What is wanted; a figure without a target is judged by none. */
const atMost = z.number().int().min(1).max(86_400).nullable()
const atLeast = z.number().min(0).max(1).nullable()
export const targets = z
  .strictObject({
    waitTime: atMost.describe('seconds that the mean wait should stay below'),
    firstResponse: atMost.describe('seconds that the mean first response should stay below'),
    resolutionRate: atLeast.describe('share, 0 to 1, that should be resolved at least'),
    csat: atLeast.describe('share, 0 to 1, that should be satisfied at least'),
    chatDuration: atMost.describe('seconds that the mean duration should stay below'),
  })
  .meta({ id: 'Targets' })
export const targetsChange = z.strictObject({
  groupId: id.nullable().describe('null: where a group wants nothing of its own'),
  targets: targets.nullable().describe('null: no longer anything of its own'),
})
export const targetsReply = z
  .object({ groupId: id.nullable(), targets, isOwn: z.boolean().describe('whether the group wants its own') })
  .meta({ id: 'TargetsReply' })

/** Which conversations a report is about: those that began, or began again, in a range. */
export const reportQuery = z.object({
  from: timestamp.describe('its first moment'),
  to: timestamp.describe('the moment after its last one'),
  timeZone: z
    .string()
    .max(64)
    .default('UTC')
    .describe('an IANA name such as Europe/Berlin: whose days these are'),
  appId: id.optional().describe('the id of the app, not its appId'),
  groupId: id.optional(),
  agentId: id.optional(),
  tag: z.string().max(64).optional(),
})

const share = z
  .object({ n: count, of: count, value: z.number().nullable() })
  .describe('n of so many; null of none')
const compared = <T extends z.ZodType>(shape: T) => z.object({ now: shape, before: shape })

export const reportFigures = z
  .object({
    started: compared(count),
    closed: compared(count),
    abandoned: compared(share),
    missed: compared(share),
    transferred: compared(share),
    byBot: compared(share),
    solvedByBot: compared(share),
    resolutionRate: compared(share),
    rated: compared(share),
    csat: compared(share),
    waitTime: compared(distribution),
    firstResponse: compared(distribution),
    firstResponseInHours: compared(distribution),
    chatDuration: compared(distribution),
    messages: compared(distribution),
    estimateError: compared(distribution),
  })
  .meta({ id: 'ReportFigures' })

const cell = {
  started: count,
  closed: count,
  resolved: count,
  abandoned: count,
  rated: count,
  satisfied: count,
  waits: count,
  avgWaitTime: z.number().nullable(),
  responses: count,
  avgFirstResponse: z.number().nullable(),
}
export const reportPeriod = z
  .object({
    from: timestamp,
    to: timestamp,
    date: z.string().describe('the day, as the zone shows it'),
    ...cell,
  })
  .meta({ id: 'ReportPeriod' })
export const reportHour = z
  .object({ weekday: z.number().int().describe('1 is Monday'), hour: z.number().int(), ...cell })
  .meta({ id: 'ReportHour' })

export const overviewReply = z
  .object({
    from: timestamp,
    to: timestamp,
    timeZone: z.string(),
    before: z.object({ from: timestamp, to: timestamp }).describe('as long, and just before'),
    figures: reportFigures,
    targets,
    scores: z.array(count).length(5).describe('how many ratings of 1, 2, … 5'),
    periods: z.array(reportPeriod).describe('the days of the range; of up to two days, its hours'),
    week: z.array(reportHour).length(168).describe('what came in each hour of the week'),
  })
  .meta({ id: 'ReportOverview' })

export const breakdownBy = z.enum(['app', 'group', 'agent', 'tag', 'language', 'country', 'closedBy'])
export const breakdownQuery = reportQuery.extend({ by: breakdownBy })
export const breakdownRow = z
  .object({
    key: z.string().nullable().describe('the id, the word, or the code of ISO 3166; null: none'),
    label: z.string().nullable(),
    started: count,
    closed: count,
    resolutionRate: share,
    abandoned: share,
    csat: share,
    waitTime: distribution,
    firstResponse: distribution,
    chatDuration: distribution,
  })
  .meta({ id: 'ReportRow' })
export const breakdownReply = z.object({ by: breakdownBy, items: z.array(breakdownRow) })

/** The conversations behind a figure. */
export const reportFigure = z.enum([
  'started',
  'closed',
  'abandoned',
  'missed',
  'transferred',
  'byBot',
  'solvedByBot',
  'resolved',
  'unresolved',
  'rated',
  'satisfied',
  'unsatisfied',
  'waitTime',
  'firstResponse',
  'chatDuration',
  'estimateError',
])
export const behindQuery = reportQuery.extend({
  figure: reportFigure.default('started'),
  weekday: z.coerce.number().int().min(1).max(7).optional(),
  hour: z.coerce.number().int().min(0).max(23).optional(),
  score: z.coerce.number().int().min(1).max(5).optional(),
  commented: z.stringbool().optional().describe('only ratings with a comment'),
  cursor: z.string().max(2_048).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const behindItem = z
  .object({
    conversationId: id,
    episode: z.number().int().describe('the first time it was opened is 1'),
    startedAt: timestamp,
    closedAt: timestamp.nullable(),
    visitor: z.string().nullable(),
    group: z.string().nullable(),
    agent: z.string().nullable(),
    tags: z.array(z.string()),
    closedBy: z.string().nullable(),
    isResolved: z.boolean().nullable(),
    isAbandoned: z.boolean(),
    waitTime: z.number().int().nullable(),
    firstResponse: z.number().int().nullable(),
    chatDuration: z.number().int().nullable(),
    messages: z.number().int(),
    rating: z.number().int().nullable(),
    comment: z.string().nullable(),
  })
  .meta({ id: 'ReportConversation' })
export const behindReply = z.object({ items: z.array(behindItem), nextCursor: z.string().nullable() })

export const tilesQuery = z.object({ groupId: id.optional(), timeZone: z.string().max(64).default('UTC') })
export const tile = z
  .object({
    figure: z.enum(['waitTime', 'firstResponse', 'resolutionRate', 'csat', 'chatDuration']),
    value: z.number().nullable(),
    n: count,
    median: z.number().nullable(),
    p90: z.number().nullable(),
    target: z.number().nullable(),
    isMissed: z.boolean(),
    lastWeek: z.object({ value: z.number().nullable(), n: count }),
    trend: z.enum(['better', 'worse', 'same', 'unknown']),
  })
  .meta({ id: 'Tile' })
export const tilesReply = z
  .object({
    from: timestamp.describe('the beginning of today'),
    lastWeekTo: timestamp.describe('this time last week'),
    tiles: z.array(tile),
  })
  .meta({ id: 'Tiles' })

/** A figure of today that has come to miss its target; told once until it is met again. */
export const breach = z
  .object({
    figure: tile.shape.figure,
    value: z.number().describe('seconds in the mean, or a share from 0 to 1'),
    n: count,
    target: z.number(),
    groupId: id.nullable().describe('null: of all groups'),
    groupName: z.string().nullable(),
    at: timestamp,
  })
  .meta({ id: 'Breach' })
export type Breach = z.infer<typeof breach>

export type Targets = z.infer<typeof targets>
export type TargetsReply = z.infer<typeof targetsReply>
export type ReportQuery = z.infer<typeof reportQuery>
export type ReportFigures = z.infer<typeof reportFigures>
export type ReportPeriod = z.infer<typeof reportPeriod>
export type ReportHour = z.infer<typeof reportHour>
export type ReportOverview = z.infer<typeof overviewReply>
export type BreakdownBy = z.infer<typeof breakdownBy>
export type ReportRow = z.infer<typeof breakdownRow>
export type ReportFigure = z.infer<typeof reportFigure>
export type BehindQuery = z.infer<typeof behindQuery>
export type ReportConversation = z.infer<typeof behindItem>
export type Tile = z.infer<typeof tile>
export type Tiles = z.infer<typeof tilesReply>
export type Share = z.infer<typeof share>

export const occupancyQuery = reportQuery.pick({ from: true, to: true })
export const agentOccupancy = z
  .object({
    agentId: id,
    name: z.string(),
    onlineSeconds: count,
    offeredSeconds: count.describe('seconds online times the places offered'),
    takenSeconds: count.describe('of these, the ones that conversations took'),
    occupancy: z.number().nullable().describe('taken of offered; above 1 where somebody took more'),
  })
  .meta({ id: 'AgentOccupancy' })
export const occupancyReply = z.object({ items: z.array(agentOccupancy) })

export type ReportRange = z.infer<typeof occupancyQuery>
export type AgentOccupancy = z.infer<typeof agentOccupancy>

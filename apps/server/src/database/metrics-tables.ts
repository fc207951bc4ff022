import type { Breach, Targets } from '@biometrics/chat-protocol'
import type { ColumnType, Generated } from 'kysely'

/** The tables of what reports are made of. */
export interface MetricsTables {
  episodes: EpisodeTable
  shifts: {
    agent_id: string
    status: 'online' | 'away'
    max_chats: number
    from_at: Date
    to_at: Generated<Date | null>
  }
  /** Episodes of days and months that are over, counted; see `metrics/keep-tallies.ts`. */
  tallies: {
    day: number
    until: number
    dimension: string
    key: string | null
    form: number
    figures: Buffer
    slots: Buffer
  }
  stale_days: { id: Generated<number>; day: number }
  breaches: { group_id: string | null; figure: Breach['figure']; since: Date }
  targets: { group_id: string | null; wanted: ColumnType<Targets, string, string> }
}

/** One time that a conversation was begun, or begun again, until it was closed. */
export interface EpisodeTable {
  conversation_id: string
  number: number
  app_uuid: string
  group_id: string | null
  agent_id: string | null
  started_at: Date
  /** The quarter of an hour it began in, counted from 1970. */
  slot: number
  by_bot: boolean
  handed_over: boolean
  /** Since when it waits for the first agent. */
  queued_at: Date | null
  wait_ended_at: Date | null
  waited_seconds: number | null
  estimated_seconds: number | null
  was_message: boolean
  assigned_at: Date | null
  /** These come from the messages; see `settle`. */
  response_seconds: Generated<number | null>
  open_response_seconds: Generated<number | null>
  from_visitor: Generated<number>
  from_agents: Generated<number>
  from_bots: Generated<number>
  transfers: number
  missed: number
  snoozed_at: Date | null
  snoozed_seconds: number
  closed_at: Date | null
  closed_by: string | null
  resolved: boolean | null
  duration_seconds: number | null
  reopened_at: Date | null
  rating: Generated<number | null>
}

import type { ColumnType } from 'kysely'

/** The tables of the agents' workspace. */
export interface DeskTables {
  /** Written aside from the messages; see migration 0070. */
  message_words: { conversation_id: string; seq: number; at: Date; words: string }
  search_progress: { conversation_id: string; seq: number }
  search_languages: { config: string }
  desk_items: {
    id: string
    kind: 'view' | 'macro'
    /** Null: everybody's. */
    agent_id: string | null
    name: string
    content: ColumnType<object, string, string>
    created_at: Date
  }
  live_visitors: { visitor_id: string; node: string; since: Date; until: Date }
  visitor_pages: { visitor_id: string; at: Date; url: string; title: string | null }
  visitor_notes: { visitor_id: string; text: string; by_name: string | null; at: Date }
  mentions: {
    id: string
    agent_id: string
    conversation_id: string
    seq: number
    at: Date
    read_at: Date | null
  }
}

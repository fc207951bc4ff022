import type { Selectable } from 'kysely'
import type { Schema } from '../database/schema.ts'

/** A stored message as the tables hold it, before it is shown to anybody. */
export type MessageRow = Selectable<Schema['messages']>

/** How far each side of a conversation has read, each in its own positions. */
export interface ReadMarks {
  agent_read_seq: number
  visitor_read_seq: number
}

/** A message on its way into the log. */
export interface NewMessageRow extends Omit<MessageRow, 'seq' | 'public_seq'> {
  /** Set when a visitor speaks: the conversation must be theirs. */
  for_visitor: string | null
}

/** What became of one message of a batch; see `store_messages` in the first migration. */
export type StoreResult =
  | { outcome: 'missing' | 'closed' | 'reused' | 'reply_missing' | 'upload_missing' }
  | ({ outcome: 'stored' | 'repeated' } & StoredAs)

export interface StoredAs {
  id: string
  seq: number
  public_seq: number | null
  created_at: Date
  visitor_id: string
  agent_id: string | null
  group_id: string | null
  agent_read_seq: number
  visitor_read_seq: number
}

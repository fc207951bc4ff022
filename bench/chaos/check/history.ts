/** All that is known of one run: what people did, what they saw, and what the database holds at its end. */
export interface History {
  sent: Sent[]
  readers: Reader[]
  stored: Stored[]
  /** Read marks and positions of conversations, as they were seen in the database from time to time. */
  marks: Marks[]
  faults: FaultSpan[]
  /** When the last fault had been mended; from here the promise of 20 s counts for everything. */
  healedAt: number
  endedAt: number
  /** How often the words of a note came over the wire to a visitor. */
  wireCanaries: number
  leftovers: Leftover[]
}

/** Times are milliseconds of one clock. */
export interface Sent {
  clientId: string
  conversationId: string
  /** Whose outbox it went through: order is promised to each. */
  sender: string
  side: Side
  text: string
  visibility: 'all' | 'note'
  /** Whether the server has no reason to refuse it. */
  isSound: boolean
  invokedAt: number
  /** How often it went back to waiting. */
  retries: number
  outcome: Outcome
}

export type Outcome =
  /** The ✓ was shown, at this position of the sender's side where the sender saw it. */
  | { name: 'acked'; at: number; seq: number | null }
  | { name: 'refused'; at: number; code: string }
  /** Its sender gave it up and never learned what became of it. */
  | { name: 'unknown'; at: number }
  /** Still shown as sending. */
  | { name: 'waiting' }

export type Side = 'visitor' | 'agent'

export interface Reader {
  name: string
  side: Side
  conversationId: string
  /** Whether it was there until the end, or shut before. */
  stayed: boolean
  /** Everything that ever stood on the screen, when it came. */
  shown: Shown[]
  /** What stands on the screen at the end. */
  screen: Line[]
  /** Things that stood on the screen and went away. */
  taken: Line[]
  /** When it was away, on purpose or for want of a connection. */
  away: Span[]
  /** The other side's read mark each time it moved on the screen. */
  readMarks: number[]
}

export interface Line {
  seq: number
  id: string
  clientId: string | null
  text: string
}

export interface Shown extends Line {
  at: number
}

export interface Stored {
  id: string
  conversationId: string
  seq: number
  publicSeq: number | null
  clientId: string | null
  senderType: string
  text: string
}

export interface Marks {
  conversationId: string
  lastSeq: number
  lastPublicSeq: number
  agentReadSeq: number
  visitorReadSeq: number
}

export interface Span {
  from: number
  to: number
}

export interface FaultSpan extends Span {
  kind: string
  /** What comes then is no longer put down to it. */
  feltUntil: number
}

/** Something that should have been given back: connections, sockets, memory. */
export interface Leftover {
  what: string
  found: number
  allowed: number
}

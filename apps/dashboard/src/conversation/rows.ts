import type { PendingMessage } from '@biometrics/chat-client'
import type { Message } from '@biometrics/chat-protocol'

/** Messages of one person within this time stand together, under one name. */
const GROUP_MS = 5 * 60_000

/**
 * One row for every message, in order. Headings belong to the rows, so rows and messages stay one to one
 * and a page loaded above moves no row among those below.
 */
export type Row = Place &
  ({ kind: 'stored'; message: Message } | { kind: 'pending'; pending: PendingMessage })

interface Place extends Facts {
  /** Stays the same when a pending message becomes a stored one. */
  key: string
  /** The message opens a new day, and carries its heading. */
  newDay: boolean
  /** The first one that was unread when the conversation was opened. */
  firstNew: boolean
  /** First and last of a group. */
  first: boolean
  last: boolean
}

interface Facts {
  time: number
  day: string
  /** Equal for messages that may stand together; null for system lines, which stand alone. */
  sender: string | null
}

export function rowsOf(
  messages: readonly Message[],
  pending: readonly PendingMessage[],
  myId: string,
  firstNewSeq: number | null,
): Row[] {
  const rows: Row[] = []
  for (const message of messages) {
    const key = message.clientId ?? message.id
    const firstNew = message.seq === firstNewSeq
    const place = placeAfter(rows.at(-1), factsOf(message), key, firstNew)
    rows.push({ ...place, kind: 'stored', message })
  }
  for (const each of pending) {
    const place = placeAfter(rows.at(-1), factsOfPending(each, myId), each.clientId, false)
    rows.push({ ...place, kind: 'pending', pending: each })
  }
  return rows
}

function placeAfter(before: Row | undefined, facts: Facts, key: string, firstNew: boolean): Place {
  const newDay = before?.day !== facts.day
  const together =
    before !== undefined &&
    !newDay &&
    !firstNew &&
    facts.sender !== null &&
    before.sender === facts.sender &&
    facts.time - before.time < GROUP_MS
  if (together) before.last = false
  return { ...facts, key, newDay, firstNew, first: !together, last: true }
}

const known = new WeakMap<Message, Facts>()

/** Dates are slow to read, and a long conversation is laid out again with every message. */
function factsOf(message: Message): Facts {
  let facts = known.get(message)
  if (!facts) {
    const time = Date.parse(message.timestamp)
    const side = message.visibility === 'note' ? 'note' : message.senderType
    const sender = message.type === 'system' ? null : `${side}:${message.senderId}`
    facts = { time, day: dayOf(time), sender }
    known.set(message, facts)
  }
  return facts
}

function factsOfPending({ createdAt, draft }: PendingMessage, myId: string): Facts {
  const side = draft.visibility === 'note' ? 'note' : 'agent'
  return { time: createdAt, day: dayOf(createdAt), sender: `${side}:${myId}` }
}

function dayOf(time: number): string {
  return new Date(time).toDateString()
}

/** What was answered, by the id of the message with the choice; the first answer counts. */
export function answersOf(messages: readonly Message[]): ReadonlyMap<string, Message> {
  const answers = new Map<string, Message>()
  for (const message of messages) {
    const { replyTo, senderType } = message
    if (replyTo !== null && senderType === 'user' && !answers.has(replyTo)) answers.set(replyTo, message)
  }
  return answers
}

/** The position of the first message that the visitor wrote and no agent has read. */
export function firstUnreadSeq(messages: readonly Message[], unread: number): number | null {
  let left = unread
  for (let index = messages.length - 1; index >= 0 && left > 0; index--) {
    const message = messages[index]
    if (message?.senderType === 'user' && --left === 0) return message.seq
  }
  return null
}

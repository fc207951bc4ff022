import type { Conversation, Events, Message, Reply, SenderType } from '@biometrics/chat-protocol'
import type { Thread, TypingPerson } from './api.ts'

/** Pure: what one reader knows of one conversation. Messages are applied strictly by seq, each once. */

export type Side = 'visitor' | 'agent'

export interface ThreadState extends Omit<Thread, 'pending'> {
  side: Side
  /** From here on `messages` ends at a position; before, nothing is known of the log. */
  loaded: boolean
  /** Live messages beyond a gap, or beyond a page that is still on its way; by seq. */
  held: readonly Message[]
  /** How far our side has read. */
  ownRead: number
  /** The server's last word on what is unread, and the position up to which it counted. */
  counted: { seq: number; unread: number }
}

export type Page = Omit<Reply<'conversation:sync'>, 'epoch'>

/** More are fetched again rather than kept. */
export const HELD_MAX = 200
export const TYPING_MS = 6_000

export function newThread(conversation: Conversation, side: Side): ThreadState {
  return {
    conversation,
    side,
    messages: [],
    history: 'unloaded',
    loaded: false,
    held: [],
    typing: [],
    ownRead: 0,
    counted: { seq: conversation.lastSeq, unread: conversation.unreadCount },
  }
}

export function sideOf(sender: SenderType): Side {
  return sender === 'user' ? 'visitor' : 'agent'
}

/** The last position without a gap before it. */
export function headOf(thread: ThreadState): number {
  return thread.messages.at(-1)?.seq ?? 0
}

/** Something is missing that the server has. */
export function isBehind(thread: ThreadState): boolean {
  return thread.loaded && (hasGap(thread) || thread.conversation.lastSeq > headOf(thread))
}

export function hasGap(thread: ThreadState): boolean {
  return thread.loaded && thread.held.length > 0
}

/** Whether a snapshot tells at least as much as the other. Positions are the surer clock; times decide between equals. */
export function isAsNew(incoming: Conversation, known: Conversation): boolean {
  if (incoming.lastSeq !== known.lastSeq) return incoming.lastSeq > known.lastSeq
  return incoming.updatedAt >= known.updatedAt
}

/** Whether it tells more, and not only as much. */
export function isNewer(incoming: Conversation, known: Conversation): boolean {
  return isAsNew(incoming, known) && !isAsNew(known, incoming)
}

export function applyConversation(thread: ThreadState, incoming: Conversation): ThreadState {
  const known = thread.conversation
  const newer = isAsNew(incoming, known) ? incoming : known
  const readSeq = Math.max(incoming.readSeq, known.readSeq)
  const counted =
    incoming.lastSeq < thread.counted.seq
      ? thread.counted
      : { seq: incoming.lastSeq, unread: incoming.unreadCount }
  const told = { ...thread, conversation: { ...newer, readSeq }, counted }
  return withMarks(readSeq > known.readSeq ? readMessages(told, other(thread.side), readSeq) : told)
}

/** What a new message changes in the conversation it belongs to. Its place in lists moves with the server's own times only. */
export function withMessage(conversation: Conversation, message: Message, side: Side): Conversation {
  if (message.seq <= conversation.lastSeq) return conversation
  const unread = isUnread(message, side) ? 1 : 0
  return {
    ...conversation,
    lastSeq: message.seq,
    // What the product says of queues and hand-overs is nobody's word.
    lastMessage: message.type === 'system' ? conversation.lastMessage : message,
    unreadCount: conversation.unreadCount + unread,
  }
}

/** A message that was told live, or that an acknowledgement brought. */
export function applyMessage(thread: ThreadState, message: Message): ThreadState {
  const conversation = withMessage(thread.conversation, message, thread.side)
  const typing = without(thread.typing, message.senderId)
  const same = conversation === thread.conversation && typing === thread.typing
  const told = same ? thread : { ...thread, conversation, typing }
  if (thread.loaded && message.seq <= headOf(thread)) return told
  if (thread.loaded || thread.history === 'loading') {
    return withMarks(drain({ ...told, held: hold(thread.held, message) }))
  }
  if (same) return told
  return { ...told, counted: { seq: message.seq, unread: conversation.unreadCount } }
}

/** The newest page, when nothing was loaded before. */
export function applyNewest(thread: ThreadState, page: Page): ThreadState {
  const history = page.more ? 'partial' : 'complete'
  const messages = page.messages.map((message) => marked(thread, message))
  const loaded: ThreadState = { ...thread, messages, loaded: true, history }
  return withMarks(drain(applyConversation(loaded, page.conversation)))
}

/** What follows a position that the thread has. */
export function applyNext(thread: ThreadState, page: Page): ThreadState {
  const held = page.messages.reduce(hold, thread.held)
  return withMarks(drain(applyConversation({ ...thread, held }, page.conversation)))
}

/** The page that ends just above the oldest message. */
export function applyOlder(thread: ThreadState, page: Page): ThreadState {
  const first = thread.messages[0]?.seq ?? 1
  const older = page.messages.filter((message) => message.seq < first)
  if (older.length > 0 && older.at(-1)?.seq !== first - 1) return { ...thread, history: 'partial' }
  const messages = [...older.map((message) => marked(thread, message)), ...thread.messages]
  return applyConversation(
    { ...thread, messages, history: page.more ? 'partial' : 'complete' },
    page.conversation,
  )
}

/** One side has read up to a position. */
export function applyRead(thread: ThreadState, reader: Side, seq: number): ThreadState {
  const read = readMessages(thread, reader, seq)
  if (reader === thread.side) return seq <= thread.ownRead ? read : withMarks({ ...read, ownRead: seq })
  if (seq <= thread.conversation.readSeq) return read
  return withMarks({ ...read, conversation: { ...thread.conversation, readSeq: seq } })
}

export function applyTyping(thread: ThreadState, told: Events['typing'], now: number): ThreadState {
  const others = without(thread.typing, told.senderId)
  if (!told.typing) return others === thread.typing ? thread : { ...thread, typing: others }
  const { senderId, senderType, preview } = told
  const person: TypingPerson = { senderId, senderType, preview, until: now + TYPING_MS }
  return { ...thread, typing: [...others, person] }
}

export function expireTyping(thread: ThreadState, now: number): ThreadState {
  if (thread.typing.every((person) => person.until > now)) return thread
  return { ...thread, typing: thread.typing.filter((person) => person.until > now) }
}

/** Into the held ones, by seq, each once; what is too far ahead is left to be fetched. */
function hold(held: readonly Message[], message: Message): readonly Message[] {
  let at = held.length
  while (at > 0 && (held[at - 1]?.seq ?? 0) > message.seq) at -= 1
  if (held[at - 1]?.seq === message.seq) return held
  return held.toSpliced(at, 0, message).slice(0, HELD_MAX)
}

/** Appends what has become contiguous. */
function drain(thread: ThreadState): ThreadState {
  if (!thread.loaded || thread.held.length === 0) return thread
  const ready: Message[] = []
  let head = headOf(thread)
  let taken = 0
  for (const message of thread.held) {
    if (message.seq > head + 1) break
    taken += 1
    if (message.seq <= head) continue
    ready.push(marked(thread, message))
    head = message.seq
  }
  if (taken === 0) return thread
  return { ...thread, messages: [...thread.messages, ...ready], held: thread.held.slice(taken) }
}

/** Marks are cumulative, so the walk back ends at the first message that has the mark. */
function readMessages(thread: ThreadState, reader: Side, seq: number): ThreadState {
  let messages: Message[] | undefined
  for (let at = thread.messages.length - 1; at >= 0; at -= 1) {
    const message = thread.messages[at]
    if (!message || message.seq > seq || message.visibility === 'note') continue
    if (sideOf(message.senderType) === reader) continue
    if (message.read) break
    messages ??= thread.messages.slice()
    messages[at] = { ...message, read: true }
  }
  return messages ? { ...thread, messages } : thread
}

/** A message may have been on its way while the mark that covers it overtook it. */
function marked(thread: ThreadState, message: Message): Message {
  const mark = sideOf(message.senderType) === thread.side ? thread.conversation.readSeq : thread.ownRead
  return message.read || message.visibility === 'note' || message.seq > mark
    ? message
    : { ...message, read: true }
}

/** What of the conversation follows from the marks: whether its last message was read, and how much was not. */
function withMarks(thread: ThreadState): ThreadState {
  const { conversation } = thread
  const unreadCount = countUnread(thread)
  const lastMessage = conversation.lastMessage && marked(thread, conversation.lastMessage)
  if (unreadCount === conversation.unreadCount && lastMessage === conversation.lastMessage) return thread
  return { ...thread, conversation: { ...conversation, unreadCount, lastMessage } }
}

/** The server's count, less what we have read since, and what came since. */
function countUnread({ counted, ownRead, messages, held, side, loaded }: ThreadState): number {
  const isNews = (message: Message) => message.seq > ownRead && isUnread(message, side)
  let since = held.filter((message) => message.seq > counted.seq && isNews(message)).length
  let before = 0
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const message = messages[at]
    if (!message || message.seq <= ownRead) break
    if (!isNews(message)) continue
    if (message.seq > counted.seq) since += 1
    else before += 1
  }
  if (ownRead >= counted.seq) return since
  const sureOfBefore = ownRead > 0 && loaded && (messages[0]?.seq ?? 1) <= ownRead + 1
  return since + (sureOfBefore ? Math.min(before, counted.unread) : counted.unread)
}

function isUnread(message: Message, reader: Side): boolean {
  if (message.visibility === 'note' || message.senderType === 'system') return false
  return sideOf(message.senderType) !== reader
}

function without(typing: readonly TypingPerson[], senderId: string): readonly TypingPerson[] {
  return typing.some((person) => person.senderId === senderId)
    ? typing.filter((person) => person.senderId !== senderId)
    : typing
}

function other(side: Side): Side {
  return side === 'visitor' ? 'agent' : 'visitor'
}

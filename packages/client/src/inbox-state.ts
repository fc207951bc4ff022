import type { Conversation, List, Message } from '@biometrics/chat-protocol'
import type { InboxList, InboxView } from './api.ts'
import { type ConversationMap, NO_CONVERSATIONS } from './conversation-map.ts'
import { isAsNew, isNewer, withMessage } from './thread-state.ts'

/** Pure: an agent's lists. What a list holds always follows from the conversations and from how far it was loaded. */

export interface LoadedList extends InboxList {
  /** The last of the pages read so far; what lies beyond is not known in full, so it is not shown. Null: the end. */
  edge: Position | null
  cursor: string | null
}

export interface InboxState {
  agentId: string
  conversations: ConversationMap
  lists: Readonly<Record<InboxView, LoadedList>>
  /** Told by the socket since it connected, so at least as new as any list that was asked for since. */
  told: ConversationMap
}

type Position = Pick<Conversation, 'updatedAt' | 'id'>

export const VIEWS: readonly InboxView[] = ['mine', 'unassigned', 'snoozed', 'open', 'closed']

const UNLOADED: LoadedList = { ids: [], status: 'unloaded', more: true, edge: null, cursor: null }

export function newInbox(agentId: string): InboxState {
  const lists = {
    mine: UNLOADED,
    unassigned: UNLOADED,
    snoozed: UNLOADED,
    open: UNLOADED,
    closed: UNLOADED,
  }
  return { agentId, conversations: NO_CONVERSATIONS, lists, told: NO_CONVERSATIONS }
}

/** The query that reads a view from the server; {@link belongs} is its counterpart here. */
export const VIEW_QUERY: Readonly<Record<InboxView, string>> = {
  mine: 'assignee=me&status=active',
  unassigned: 'status=queued',
  snoozed: 'assignee=me&status=snoozed',
  open: 'status=open',
  closed: 'status=closed',
}

export function belongs(view: InboxView, { agentId, status }: Conversation, me: string): boolean {
  switch (view) {
    case 'mine':
      return status === 'active' && agentId === me
    case 'unassigned':
      return status === 'queued'
    case 'snoozed':
      return status === 'snoozed' && agentId === me
    case 'open':
      return status !== 'closed'
    case 'closed':
      return status === 'closed'
  }
}

/** Newest activity first; the id decides between equal times, as it does on the server. */
export function byActivity(a: Position, b: Position): number {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? 1 : -1
  if (a.id === b.id) return 0
  return a.id < b.id ? 1 : -1
}

/** The connection is new: what was told over the last one may have changed since. */
export function startTelling(inbox: InboxState): InboxState {
  return { ...inbox, told: NO_CONVERSATIONS }
}

/** The log is another one: what was loaded is loading again. */
export function forgetAll({ agentId, lists }: InboxState): InboxState {
  const inbox = newInbox(agentId)
  const wanted = VIEWS.filter((view) => lists[view].status !== 'unloaded')
  return wanted.reduce(markLoading, inbox)
}

/** A conversation that the socket told of. */
export function applyConversation(inbox: InboxState, incoming: Conversation): InboxState {
  const known = inbox.conversations.get(incoming.id)
  if (known && !isAsNew(incoming, known)) return inbox
  return place({ ...inbox, told: inbox.told.with(incoming) }, incoming)
}

export function applyMessage(inbox: InboxState, message: Message): InboxState {
  const known = inbox.conversations.get(message.conversationId)
  if (!known) return inbox
  const next = withMessage(known, message, 'agent')
  return next === known ? inbox : applyConversation(inbox, next)
}

/** Takes over what a thread knows better, such as what was read here; it changes no place in any list. */
export function refreshConversation(inbox: InboxState, conversation: Conversation): InboxState {
  return inbox.conversations.get(conversation.id) === conversation ? inbox : place(inbox, conversation)
}

export function markLoading(inbox: InboxState, view: InboxView): InboxState {
  return withList(inbox, view, { ...inbox.lists[view], status: 'loading' })
}

export function markFailed(inbox: InboxState, view: InboxView): InboxState {
  return withList(inbox, view, { ...inbox.lists[view], status: 'failed' })
}

/** A page of a list: the next one, or after a reconnect the first one in place of all that was there. */
export function applyPage(
  inbox: InboxState,
  view: InboxView,
  page: List<Conversation>,
  kind: 'next' | 'fresh',
): InboxState {
  const taken = page.items.filter((item) => isWanted(item, inbox)).reduce(place, inbox)
  const { conversations } = taken
  const before = kind === 'next' ? inbox.lists[view].ids : []
  const last = page.items.at(-1)
  const edge = page.nextCursor !== null && last ? { updatedAt: last.updatedAt, id: last.id } : null
  const fromPage = new Set(page.items.map((item) => item.id))
  const told = [...inbox.told.values()].map(({ id }) => id)
  const ids = [...new Set([...before, ...fromPage, ...told])].filter((id) => {
    const conversation = conversations.get(id)
    if (!conversation || !belongs(view, conversation, inbox.agentId)) return false
    return fromPage.has(id) || isWithin(conversation, edge)
  })
  ids.sort((a, b) => compare(conversations, a, b))
  const list: LoadedList = { ids, status: 'ready', more: edge !== null, edge, cursor: page.nextCursor }
  return withList(taken, view, list)
}

/** Forgets conversations that no list shows and that `keep` does not name. */
export function prune(inbox: InboxState, keep: (id: string) => boolean): InboxState {
  const listed = new Set(VIEWS.flatMap((view) => inbox.lists[view].ids))
  return { ...inbox, conversations: inbox.conversations.filter(({ id }) => listed.has(id) || keep(id)) }
}

/** What the socket told of is at least as new as a page that was asked for since. */
function isWanted(item: Conversation, { conversations, told }: InboxState): boolean {
  const known = conversations.get(item.id)
  return !known || !told.get(item.id) || isNewer(item, known)
}

/** Takes a conversation over, and puts it where it now belongs in every loaded list. */
function place(inbox: InboxState, conversation: Conversation): InboxState {
  const known = inbox.conversations.get(conversation.id)
  const conversations = inbox.conversations.with(conversation)
  let next: InboxState = { ...inbox, conversations }
  for (const view of VIEWS) {
    const list = inbox.lists[view]
    if (list.status === 'unloaded') continue
    const belongsNow = belongs(view, conversation, inbox.agentId)
    const at = known && belongs(view, known, inbox.agentId) ? indexOf(list.ids, known, inbox) : -1
    const ids = placed(list, at, conversation, conversations, belongsNow)
    if (ids !== list.ids) next = withList(next, view, { ...list, ids })
  }
  return next
}

/** By its place, since a look at each of thousands takes its time. */
function indexOf(ids: readonly string[], { id }: Conversation, { conversations }: InboxState): number {
  const at = placeOf(id, ids, conversations)
  return ids[at] === id ? at : ids.indexOf(id)
}

function placed(
  { ids, edge }: LoadedList,
  at: number,
  conversation: Conversation,
  conversations: ConversationMap,
  belongsNow: boolean,
): readonly string[] {
  const shown = belongsNow && isWithin(conversation, edge)
  if (at === -1 && !shown) return ids
  if (at !== -1 && shown && isInOrder(ids, at, conversations)) return ids
  const others = at === -1 ? ids : ids.toSpliced(at, 1)
  return shown
    ? others.toSpliced(placeOf(conversation.id, others, conversations), 0, conversation.id)
    : others
}

function isInOrder(ids: readonly string[], at: number, conversations: ConversationMap): boolean {
  const [before, id, after] = [ids[at - 1], ids[at] ?? '', ids[at + 1]]
  if (before !== undefined && compare(conversations, before, id) > 0) return false
  return after === undefined || compare(conversations, id, after) < 0
}

/** How many stand before it. */
function placeOf(id: string, ids: readonly string[], conversations: ConversationMap): number {
  let [low, high] = [0, ids.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(conversations, ids[middle] ?? '', id) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function isWithin(conversation: Conversation, edge: Position | null): boolean {
  return edge === null || byActivity(conversation, edge) <= 0
}

function compare(conversations: ConversationMap, a: string, b: string): number {
  const first = conversations.get(a)
  const second = conversations.get(b)
  return first && second ? byActivity(first, second) : 0
}

function withList(inbox: InboxState, view: InboxView, list: LoadedList): InboxState {
  return { ...inbox, lists: { ...inbox.lists, [view]: list } }
}

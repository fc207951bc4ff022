import type { Conversation, List, Message } from '@biometrics/chat-protocol'
import type { FilteredView, FixedView, GroupView, InboxList, InboxView } from './api.ts'
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
  lists: LoadedLists
  /** Told by the socket since it connected, so at least as new as any list that was asked for since. */
  told: ConversationMap
}

export type LoadedLists = Readonly<
  Record<FixedView, LoadedList> & Partial<Record<GroupView | FilteredView, LoadedList>>
>

type Position = Pick<Conversation, 'updatedAt' | 'id' | 'createdAt' | 'queuedAt' | 'rankAt'>

const UNLOADED: LoadedList = { ids: [], status: 'unloaded', more: true, edge: null, cursor: null }

export function newInbox(agentId: string): InboxState {
  const lists = {
    mine: UNLOADED,
    unassigned: UNLOADED,
    open: UNLOADED,
    snoozed: UNLOADED,
    closed: UNLOADED,
  }
  return { agentId, conversations: NO_CONVERSATIONS, lists, told: NO_CONVERSATIONS }
}

/** A view that nobody has looked at yet is not loaded. */
export function listOf({ lists }: Pick<InboxState, 'lists'>, view: InboxView): LoadedList {
  return lists[view] ?? UNLOADED
}

export function loadedViews(inbox: InboxState): InboxView[] {
  const views = Object.keys(inbox.lists) as InboxView[]
  return views.filter((view) => listOf(inbox, view).status !== 'unloaded')
}

const QUERIES: Readonly<Record<FixedView, string>> = {
  mine: '/conversations?assignee=me&status=active',
  unassigned: '/queue?',
  open: '/conversations?status=open',
  snoozed: '/conversations?assignee=me&status=snoozed',
  closed: '/conversations?status=closed',
}

/** The address that reads a view from the server, for more to be added; {@link belongs} is its counterpart here. */
export function queryOf(view: InboxView): string {
  if (view.startsWith(WHERE)) return `/conversations?${filterOf(view)}`
  const groupId = groupOf(view)
  if (groupId === null) return QUERIES[view as FixedView]
  return `/conversations?status=open&groupId=${encodeURIComponent(groupId)}`
}

const GROUP = 'group:'
function groupOf(view: InboxView): string | null {
  return view.startsWith(GROUP) ? view.slice(GROUP.length) : null
}

const WHERE = 'where:'
/** Read once: a list is asked about every conversation that changes. */
const filters = new Map<string, URLSearchParams>()
function filterOf(view: InboxView): URLSearchParams {
  let filter = filters.get(view)
  if (!filter) filters.set(view, (filter = new URLSearchParams(view.slice(WHERE.length))))
  return filter
}

/** As the server reads the same query. */
function fits(filter: URLSearchParams, conversation: Conversation, me: string): boolean {
  const { status, agentId, groupId, priority, tags } = conversation
  for (const [name, wanted] of filter) {
    if (name === 'status' && (wanted === 'open' ? status === 'closed' : status !== wanted)) return false
    if (name === 'assignee' && agentId !== (wanted === 'me' ? me : wanted === 'none' ? null : wanted))
      return false
    if (name === 'groupId' && groupId !== wanted) return false
    if (name === 'priority' && priority !== wanted) return false
    if (name === 'tag' && !tags.includes(wanted)) return false
  }
  return true
}

export function belongs(view: InboxView, conversation: Conversation, me: string): boolean {
  const { agentId, groupId, status } = conversation
  switch (view) {
    case 'mine':
      return status === 'active' && agentId === me
    case 'unassigned':
      return status === 'queued'
    case 'snoozed':
      return status === 'snoozed' && agentId === me
    case 'closed':
      return status === 'closed'
    case 'open':
      return status !== 'closed'
    default:
      if (view.startsWith(WHERE)) return fits(filterOf(view), conversation, me)
      return status !== 'closed' && groupId === groupOf(view)
  }
}

/** The order of a view. */
export function orderOf(view: InboxView): (a: Position, b: Position) => number {
  return view === 'unassigned' ? byRank : byActivity
}

/** Who is next comes first, as the server decides it. */
export function byRank(a: Position, b: Position): number {
  return (
    ascending(a.rankAt ?? a.createdAt, b.rankAt ?? b.createdAt) ||
    ascending(a.queuedAt ?? a.createdAt, b.queuedAt ?? b.createdAt) ||
    ascending(a.id, b.id)
  )
}

function ascending(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
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
export function forgetAll(inbox: InboxState): InboxState {
  return loadedViews(inbox).reduce(markLoading, newInbox(inbox.agentId))
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

/** It has been erased, or is no longer theirs to see. */
export function removeConversation(inbox: InboxState, conversationId: string): InboxState {
  if (!inbox.conversations.get(conversationId)) return inbox
  const others = ({ id }: Conversation) => id !== conversationId
  const without = loadedViews(inbox).reduce((next, view) => {
    const list = listOf(inbox, view)
    return withList(next, view, { ...list, ids: list.ids.filter((id) => id !== conversationId) })
  }, inbox)
  const { conversations, told } = inbox
  return { ...without, conversations: conversations.filter(others), told: told.filter(others) }
}

export function markLoading(inbox: InboxState, view: InboxView): InboxState {
  return withList(inbox, view, { ...listOf(inbox, view), status: 'loading' })
}

export function markFailed(inbox: InboxState, view: InboxView): InboxState {
  return withList(inbox, view, { ...listOf(inbox, view), status: 'failed' })
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
  const before = kind === 'next' ? listOf(taken, view).ids : []
  const listed = new Set(before)
  const last = page.items.at(-1)
  const edge = page.nextCursor !== null && last ? last : null
  const order = orderOf(view)
  const fromPage = new Map(page.items.map((item) => [item.id, item]))
  const told = [...inbox.told.values()].map(({ id }) => id)
  const added = [...new Set([...fromPage.keys(), ...told])].filter((id) => {
    const conversation = conversations.get(id)
    if (!conversation || !belongs(view, conversation, inbox.agentId)) return false
    // One that was put back in the queue since then may stand behind what is not known.
    if (fromPage.get(id) !== conversation && !isWithin(conversation, edge, order)) return false
    return !listed.has(id)
  })
  added.sort((a, b) => compare(conversations, a, b, order))
  const ids = merged(before, added, (a, b) => compare(conversations, a, b, order))
  const list: LoadedList = { ids, status: 'ready', more: edge !== null, edge, cursor: page.nextCursor }
  return withList(taken, view, list)
}

/** Two lists in order, as one. What comes is mostly behind what is there. */
function merged(
  before: readonly string[],
  added: readonly string[],
  order: (a: string, b: string) => number,
): readonly string[] {
  const [last, first] = [before.at(-1), added[0]]
  const all = [...before, ...added]
  const isBehind = last === undefined || first === undefined || order(last, first) < 0
  return isBehind ? all : all.sort(order)
}

/** Forgets conversations that no list shows and that `keep` does not name. */
export function prune(inbox: InboxState, keep: (id: string) => boolean): InboxState {
  const listed = new Set(loadedViews(inbox).flatMap((view) => listOf(inbox, view).ids))
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
  for (const view of loadedViews(inbox)) {
    const list = listOf(inbox, view)
    const order = orderOf(view)
    const belongsNow = belongs(view, conversation, inbox.agentId)
    const at = known && belongs(view, known, inbox.agentId) ? indexOf(list.ids, known, inbox, order) : -1
    const ids = placed(list, at, conversation, conversations, belongsNow, order)
    if (ids !== list.ids) next = withList(next, view, { ...list, ids })
  }
  return next
}

type Order = (a: Position, b: Position) => number

/** By its place, since a look at each of thousands takes its time. */
function indexOf(
  ids: readonly string[],
  { id }: Conversation,
  { conversations }: InboxState,
  order: Order,
): number {
  const at = placeOf(id, ids, conversations, order)
  return ids[at] === id ? at : ids.indexOf(id)
}

function placed(
  { ids, edge }: LoadedList,
  at: number,
  conversation: Conversation,
  conversations: ConversationMap,
  belongsNow: boolean,
  order: Order,
): readonly string[] {
  const shown = belongsNow && isWithin(conversation, edge, order)
  if (at === -1 && !shown) return ids
  if (at !== -1 && shown && isInOrder(ids, at, conversations, order)) return ids
  const others = at === -1 ? ids : ids.toSpliced(at, 1)
  return shown
    ? others.toSpliced(placeOf(conversation.id, others, conversations, order), 0, conversation.id)
    : others
}

function isInOrder(
  ids: readonly string[],
  at: number,
  conversations: ConversationMap,
  order: Order,
): boolean {
  const [before, id, after] = [ids[at - 1], ids[at] ?? '', ids[at + 1]]
  if (before !== undefined && compare(conversations, before, id, order) > 0) return false
  return after === undefined || compare(conversations, id, after, order) < 0
}

/** How many stand before it. */
function placeOf(id: string, ids: readonly string[], conversations: ConversationMap, order: Order): number {
  let [low, high] = [0, ids.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(conversations, ids[middle] ?? '', id, order) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function isWithin(conversation: Conversation, edge: Position | null, order: Order): boolean {
  return edge === null || order(conversation, edge) <= 0
}

function compare(conversations: ConversationMap, a: string, b: string, order: Order): number {
  const first = conversations.get(a)
  const second = conversations.get(b)
  return first && second ? order(first, second) : 0
}

function withList(inbox: InboxState, view: InboxView, list: LoadedList): InboxState {
  return { ...inbox, lists: { ...inbox.lists, [view]: list } }
}

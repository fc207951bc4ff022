import type { Conversation, List, Message } from '@biometrics/chat-protocol'
import type { InboxList, InboxView } from './api.ts'
import { isAsNew, isNewer, withMessage } from './thread-state.ts'

/** Pure: an agent's lists. What a list holds always follows from the conversations and from how far it was loaded. */

export interface LoadedList extends InboxList {
  /** The last of the pages read so far; what lies beyond is not known in full, so it is not shown. Null: the end. */
  edge: Position | null
  cursor: string | null
}

export interface InboxState {
  agentId: string
  conversations: Readonly<Record<string, Conversation>>
  lists: Readonly<Record<InboxView, LoadedList>>
  /** Told by the socket since it connected, so at least as new as any list that was asked for since. */
  told: ReadonlySet<string>
}

type Position = Pick<Conversation, 'updatedAt' | 'id'>
type Conversations = InboxState['conversations']

export const VIEWS: readonly InboxView[] = ['mine', 'unassigned', 'open', 'closed']

const UNLOADED: LoadedList = { ids: [], status: 'unloaded', more: true, edge: null, cursor: null }

export function newInbox(agentId: string): InboxState {
  const lists = { mine: UNLOADED, unassigned: UNLOADED, open: UNLOADED, closed: UNLOADED }
  return { agentId, conversations: {}, lists, told: new Set() }
}

/** The query that reads a view from the server; {@link belongs} is its counterpart here. */
export const VIEW_QUERY: Readonly<Record<InboxView, string>> = {
  mine: 'assignee=me&status=open',
  unassigned: 'status=queued',
  open: 'status=open',
  closed: 'status=closed',
}

export function belongs(view: InboxView, { agentId, status }: Conversation, me: string): boolean {
  if (view === 'closed') return status === 'closed'
  if (view === 'unassigned') return status === 'queued'
  return status !== 'closed' && (view === 'open' || agentId === me)
}

/** Newest activity first; the id decides between equal times, as it does on the server. */
export function byActivity(a: Position, b: Position): number {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? 1 : -1
  if (a.id === b.id) return 0
  return a.id < b.id ? 1 : -1
}

/** The connection is new: what was told over the last one may have changed since. */
export function startTelling(inbox: InboxState): InboxState {
  return { ...inbox, told: new Set() }
}

/** The log is another one: what was loaded is loading again. */
export function forgetAll({ agentId, lists }: InboxState): InboxState {
  const inbox = newInbox(agentId)
  const wanted = VIEWS.filter((view) => lists[view].status !== 'unloaded')
  return wanted.reduce(markLoading, inbox)
}

/** A conversation that the socket told of. */
export function applyConversation(inbox: InboxState, incoming: Conversation): InboxState {
  const known = inbox.conversations[incoming.id]
  if (known && !isAsNew(incoming, known)) return inbox
  const told = inbox.told.has(incoming.id) ? inbox.told : new Set(inbox.told).add(incoming.id)
  const conversations = { ...inbox.conversations, [incoming.id]: incoming }
  return place({ ...inbox, conversations, told }, incoming)
}

export function applyMessage(inbox: InboxState, message: Message): InboxState {
  const known = inbox.conversations[message.conversationId]
  if (!known) return inbox
  const next = withMessage(known, message, 'agent')
  return next === known ? inbox : applyConversation(inbox, next)
}

/** Takes over what a thread knows better, such as what was read here; it changes no place in any list. */
export function refreshConversation(inbox: InboxState, conversation: Conversation): InboxState {
  if (inbox.conversations[conversation.id] === conversation) return inbox
  const conversations = { ...inbox.conversations, [conversation.id]: conversation }
  return place({ ...inbox, conversations }, conversation)
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
  const conversations = page.items.reduce((all, item) => withItem(all, item, inbox.told), {
    ...inbox.conversations,
  })
  const before = kind === 'next' ? inbox.lists[view].ids : []
  const last = page.items.at(-1)
  const edge = page.nextCursor !== null && last ? { updatedAt: last.updatedAt, id: last.id } : null
  const fromPage = new Set(page.items.map((item) => item.id))
  const ids = [...new Set([...before, ...fromPage, ...inbox.told])].filter((id) => {
    const conversation = conversations[id]
    if (!conversation || !belongs(view, conversation, inbox.agentId)) return false
    return fromPage.has(id) || isWithin(conversation, edge)
  })
  ids.sort((a, b) => compare(conversations, a, b))
  const list: LoadedList = { ids, status: 'ready', more: edge !== null, edge, cursor: page.nextCursor }
  return withList({ ...inbox, conversations }, view, list)
}

/** Forgets conversations that no list shows and that `keep` does not name. */
export function prune(inbox: InboxState, keep: (id: string) => boolean): InboxState {
  const listed = new Set(VIEWS.flatMap((view) => inbox.lists[view].ids))
  const kept = Object.entries(inbox.conversations).filter(([id]) => listed.has(id) || keep(id))
  return { ...inbox, conversations: Object.fromEntries(kept) }
}

function withItem(
  all: Record<string, Conversation>,
  item: Conversation,
  told: ReadonlySet<string>,
): Record<string, Conversation> {
  const known = all[item.id]
  if (!known || !told.has(item.id) || isNewer(item, known)) all[item.id] = item
  return all
}

/** Puts one conversation where it now belongs in every loaded list. */
function place(inbox: InboxState, conversation: Conversation): InboxState {
  let next = inbox
  for (const view of VIEWS) {
    const list = inbox.lists[view]
    if (list.status === 'unloaded') continue
    const shown = belongs(view, conversation, inbox.agentId) && isWithin(conversation, list.edge)
    const others = list.ids.filter((id) => id !== conversation.id)
    if (!shown && others.length === list.ids.length) continue
    const ids = shown ? insert(others, conversation, inbox.conversations) : others
    if (!sameIds(ids, list.ids)) next = withList(next, view, { ...list, ids })
  }
  return next
}

function insert(ids: string[], conversation: Conversation, conversations: Conversations): string[] {
  const at = ids.findIndex((id) => compare(conversations, conversation.id, id) < 0)
  return ids.toSpliced(at === -1 ? ids.length : at, 0, conversation.id)
}

function isWithin(conversation: Conversation, edge: Position | null): boolean {
  return edge === null || byActivity(conversation, edge) <= 0
}

function compare(conversations: Conversations, a: string, b: string): number {
  const first = conversations[a]
  const second = conversations[b]
  return first && second ? byActivity(first, second) : 0
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at])
}

function withList(inbox: InboxState, view: InboxView, list: LoadedList): InboxState {
  return { ...inbox, lists: { ...inbox.lists, [view]: list } }
}

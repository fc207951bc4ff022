import type { FixedView, InboxView } from '@biometrics/chat-client'
import { useParams, useSearch } from '@tanstack/react-router'

export const VIEWS = [
  'mine',
  'unassigned',
  'open',
  'snoozed',
  'closed',
] as const satisfies readonly FixedView[]
export const DEFAULT_VIEW: InboxView = 'mine'

const GROUP_VIEW = /^group:[0-9a-f-]{36}$/i

export function isView(value: unknown): value is InboxView {
  if (typeof value !== 'string') return false
  if (value.startsWith(WHERE)) return isQuery(value.slice(WHERE.length))
  return isFixedView(value) || GROUP_VIEW.test(value)
}

function isQuery(text: string): boolean {
  const names = [...new URLSearchParams(text).keys()]
  return names.length > 0 && names.every((name) => FILTERS.some((filter) => filter === name))
}

export function isFixedView(value: unknown): value is FixedView {
  return VIEWS.some((view) => view === value)
}

export function groupIdOf(view: InboxView): string | null {
  return view.startsWith('group:') ? view.slice('group:'.length) : null
}

const WHERE = 'where:'

/** The query of a list that somebody put together; null for the others. */
export function queryInView(view: InboxView): string | null {
  return view.startsWith(WHERE) ? view.slice(WHERE.length) : null
}

const FILTERS = ['status', 'assignee', 'groupId', 'priority', 'tag'] as const
/** Empty: whatever it is. */
export type ViewFilter = Record<(typeof FILTERS)[number], string>

/** What a list shows, as choices. The lists that are always there are where one begins. */
export function filterOf(view: InboxView): ViewFilter & { isChosen: boolean } {
  const asked = new URLSearchParams(queryInView(view) ?? BEGINNINGS[view as FixedView] ?? '')
  const groupId = groupIdOf(view)
  return {
    status: asked.get('status') ?? 'open',
    assignee: asked.get('assignee') ?? '',
    groupId: asked.get('groupId') ?? groupId ?? '',
    priority: asked.get('priority') ?? '',
    tag: asked.get('tag') ?? '',
    isChosen: view.startsWith(WHERE),
  }
}

const BEGINNINGS: Partial<Record<FixedView, string>> = {
  mine: 'status=active&assignee=me',
  unassigned: 'status=queued',
  snoozed: 'status=snoozed&assignee=me',
  closed: 'status=closed',
}

/** The list for these choices; the same choices give the same list. */
export function viewOf(filter: ViewFilter): InboxView {
  const chosen = FILTERS.filter((name) => filter[name] !== '').map((name) => [name, filter[name]])
  return `where:${new URLSearchParams(chosen)}`
}

/** The list on the screen: named by the path of a list, and by `?view=` beside an open conversation. */
export function useView(): InboxView {
  const { view: inPath } = useParams({ strict: false })
  const { view: inSearch } = useSearch({ strict: false })
  if (isView(inPath)) return inPath
  return isView(inSearch) ? inSearch : DEFAULT_VIEW
}

/** The open conversation, if there is one. */
export function useOpenConversationId(): string | null {
  return useParams({ strict: false }).conversationId ?? null
}

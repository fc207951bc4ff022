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
  return isFixedView(value) || (typeof value === 'string' && GROUP_VIEW.test(value))
}

export function isFixedView(value: unknown): value is FixedView {
  return VIEWS.some((view) => view === value)
}

export function groupIdOf(view: InboxView): string | null {
  return isFixedView(view) ? null : view.slice('group:'.length)
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

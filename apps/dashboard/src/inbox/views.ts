import type { InboxView } from '@biometrics/chat-client'
import { useParams, useSearch } from '@tanstack/react-router'

export const VIEWS = ['mine', 'unassigned', 'open', 'closed'] as const satisfies readonly InboxView[]
export const DEFAULT_VIEW: InboxView = 'mine'

export function isView(value: unknown): value is InboxView {
  return VIEWS.some((view) => view === value)
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

import type { FixedView, InboxView } from '@biometrics/chat-client'
import {
  IconAlarmSnooze,
  IconArchive,
  IconFilter,
  IconInbox,
  IconMessages,
  IconUserCheck,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import { isFixedView, queryInView } from '../inbox/views.ts'
import { useAgentState } from '../session/use-client.ts'

const VIEW_ICONS = {
  mine: IconUserCheck,
  unassigned: IconInbox,
  open: IconMessages,
  snoozed: IconAlarmSnooze,
  closed: IconArchive,
} as const satisfies Record<FixedView, unknown>

export function viewIcon(view: InboxView) {
  return isFixedView(view) ? VIEW_ICONS[view] : queryInView(view) === null ? IconUsersGroup : IconFilter
}

/** How many conversations a list holds; null while unknown, and for those that nobody counts. */
export function useViewCount(view: InboxView): number | null {
  return useAgentState(({ counts }) =>
    view === 'mine' || view === 'unassigned' || view === 'open' ? (counts?.[view] ?? null) : null,
  )
}

export function useInInbox(): boolean {
  return useLocation({ select: ({ pathname }) => /^\/(inbox|conversations)\//.test(pathname) })
}

import type { InboxView } from '@biometrics/chat-client'
import { IconArchive, IconInbox, IconClockPause, IconMessages, IconUserCheck } from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import { useAgentState } from '../session/use-client.ts'

export const VIEW_ICONS = {
  mine: IconUserCheck,
  unassigned: IconInbox,
  snoozed: IconClockPause,
  open: IconMessages,
  closed: IconArchive,
} as const satisfies Record<InboxView, unknown>

/** How many conversations a list holds; null while unknown, and for the closed ones, which nobody counts. */
export function useViewCount(view: InboxView): number | null {
  return useAgentState((state) => (view === 'closed' ? null : (state.counts?.[view] ?? null)))
}

export function useInInbox(): boolean {
  return useLocation({ select: ({ pathname }) => !pathname.startsWith('/settings') })
}

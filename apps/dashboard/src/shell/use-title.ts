import type { Conversation } from '@biometrics/chat-protocol'
import { useCallback, useEffect } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { useAgentState, useMe } from '../session/use-client.ts'
import { useDocumentTitle } from './use-document-title.ts'

/** Unread messages of one's own conversations stand in the tab's title, and on the icon where the page is installed. */
export function useTitle(): void {
  const { t } = useTranslation()
  const { id } = useMe()
  const unreadOfMine = useCallback(
    ({ agentId, status, unreadCount }: Conversation) =>
      agentId === id && status !== 'closed' ? unreadCount : 0,
    [id],
  )
  const unread = useAgentState((state) => state.conversations.sum(unreadOfMine))
  useEffect(() => setBadge(unread), [unread])
  // Who is signed out is told nothing.
  useEffect(() => () => setBadge(0), [])
  useDocumentTitle(unread > 0 ? t('shell.titleUnread', { n: unread }) : t('shell.title'))
}

/** Where the page is installed and the system has badges. */
function setBadge(count: number): void {
  navigator.setAppBadge?.(count).catch(() => undefined)
}

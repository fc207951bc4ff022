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
  useEffect(() => void navigator.setAppBadge?.(unread).catch(() => undefined), [unread])
  useDocumentTitle(unread > 0 ? t('shell.titleUnread', { n: unread }) : t('shell.title'))
}

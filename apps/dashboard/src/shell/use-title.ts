import type { AgentState } from '@biometrics/chat-client'
import { useTranslation } from 'react-i18next'
import { useAgentState, useMe } from '../session/use-client.ts'
import { useDocumentTitle } from './use-document-title.ts'

/** Unread messages of one's own conversations stand in the tab's title. */
export function useTitle(): void {
  const { t } = useTranslation()
  const me = useMe()
  const unread = useAgentState((state) => unreadOf(me.id, state))
  useDocumentTitle(unread > 0 ? t('shell.titleUnread', { n: unread }) : t('shell.title'))
}

function unreadOf(agentId: string, { conversations }: AgentState): number {
  let unread = 0
  for (const conversation of conversations.values()) {
    const mine = conversation.agentId === agentId && conversation.status !== 'closed'
    if (mine) unread += conversation.unreadCount
  }
  return unread
}

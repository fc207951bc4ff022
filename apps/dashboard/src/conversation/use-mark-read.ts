import type { Conversation, Message } from '@biometrics/chat-protocol'
import { useEffect, useSyncExternalStore } from 'react'
import { useClient } from '../session/use-client.ts'

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}

/** [TY1] Read is what the agent has in front of them: the end of the conversation, in a tab that is visible. */
export function useMarkRead(conversation: Conversation, messages: readonly Message[], atEnd: boolean): void {
  const client = useClient()
  const visible = useSyncExternalStore(subscribe, () => document.visibilityState === 'visible')
  const { id, unreadCount } = conversation
  const lastSeq = messages.at(-1)?.seq
  useEffect(() => {
    if (visible && atEnd && unreadCount > 0 && lastSeq !== undefined) client.markRead(id, lastSeq)
  }, [client, id, visible, atEnd, unreadCount, lastSeq])
}

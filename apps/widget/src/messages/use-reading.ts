import type { Thread } from '@biometrics/chat-client'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useChat } from '../shell/context.tsx'

/** Marks as read what the visitor has before the eyes; returns the position that was the first unread one on arrival. */
export function useReading(thread: Thread, atEnd: boolean): number | undefined {
  const { client, open } = useChat()
  const looking = useLooking()
  const { conversation, messages } = thread
  const last = messages.at(-1)?.seq ?? 0

  const arrival = useRef<{ unreadFrom: number | undefined } | null>(null)
  if (!arrival.current && last > 0) arrival.current = { unreadFrom: firstUnread(thread) }

  useEffect(() => {
    if (open && looking && atEnd && last > 0) client.markRead(conversation.id, last)
  }, [client, conversation.id, open, looking, atEnd, last])
  return arrival.current?.unreadFrom
}

function firstUnread({ conversation, messages }: Thread): number | undefined {
  let left = conversation.unreadCount
  if (left === 0) return undefined
  return messages.findLast(({ senderType }) => {
    if (senderType !== 'user' && senderType !== 'system') left -= 1
    return left === 0
  })?.seq
}

function useLooking(): boolean {
  return useSyncExternalStore(
    (changed) => {
      document.addEventListener('visibilitychange', changed)
      return () => document.removeEventListener('visibilitychange', changed)
    },
    () => document.visibilityState === 'visible',
  )
}

import type { Thread } from '@biometrics/chat-client'
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useChat } from '../shell/context.tsx'

/** The position that was the first unread one when the visitor opened the chat; a line stands before it. */
export function useUnreadLine(thread: Thread): number | undefined {
  const { open } = useChat()
  const [line, setLine] = useState<number>()
  const loaded = thread.messages.length > 0
  const latest = useRef(thread)
  latest.current = thread
  useLayoutEffect(() => {
    if (open && loaded) setLine(firstUnread(latest.current))
  }, [open, loaded])
  return line
}

/** Marks as read what the visitor has before the eyes. */
export function useReading({ conversation, messages }: Thread, atEnd: boolean): void {
  const { client, open } = useChat()
  const looking = useLooking()
  const last = messages.at(-1)?.seq ?? 0
  useEffect(() => {
    if (open && looking && atEnd && last > 0) client.markRead(conversation.id, last)
  }, [client, conversation.id, open, looking, atEnd, last])
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

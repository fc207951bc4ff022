import type { Message } from '@biometrics/chat-protocol'
import { useSyncExternalStore } from 'react'

/** Which message is being answered, by conversation. It lasts as long as the page. */
let targets: Readonly<Record<string, Message>> = {}
const listeners = new Set<() => void>()

export function replyTo(conversationId: string, message: Message | null): void {
  const { [conversationId]: _, ...others } = targets
  targets = message ? { ...others, [conversationId]: message } : others
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function useReplyTarget(conversationId: string): Message | null {
  return useSyncExternalStore(subscribe, () => targets[conversationId] ?? null)
}

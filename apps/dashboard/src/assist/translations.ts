import { useSyncExternalStore } from 'react'

/** Translations of messages on this screen, by their id; kept until the page goes, so that none is paid for twice. */
const texts = new Map<string, string>()
const listeners = new Set<() => void>()
let shown: ReadonlySet<string> = new Set()

function tell() {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function keepTranslations(items: readonly { messageId: string | null; text: string }[]): void {
  for (const { messageId, text } of items) if (messageId !== null) texts.set(messageId, text)
  tell()
}

export function isTranslated(messageId: string): boolean {
  return texts.has(messageId)
}

/** Whether a conversation's messages are shown with their translations. */
export function showTranslations(conversationId: string, show: boolean): void {
  const changed = new Set(shown)
  if (show) changed.add(conversationId)
  else changed.delete(conversationId)
  shown = changed
  tell()
}

export function useShowsTranslations(conversationId: string): boolean {
  return useSyncExternalStore(subscribe, () => shown.has(conversationId))
}

/** Null where there is none, or it is not wanted. */
export function useTranslationOf(conversationId: string, messageId: string): string | null {
  return useSyncExternalStore(subscribe, () =>
    shown.has(conversationId) ? (texts.get(messageId) ?? null) : null,
  )
}

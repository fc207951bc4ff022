import { useEffect } from 'react'
import { useChat, useSettings } from './context.tsx'

/** Tells of a message by a sound where the page or the app wants that. */
export function useSound(): void {
  const { client, chat } = useChat()
  const { enabled, url } = useSettings().sound ?? {}
  useEffect(() => {
    if (!enabled) return
    return client.onMessage(async ({ id, senderType }) => {
      if (senderType === 'user' || senderType === 'system') return
      const { announce } = await import('./notes.ts')
      announce(id, chat.state.value.open && document.visibilityState === 'visible', url)
    })
  }, [client, chat, enabled, url])
}

import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { Store } from './api.ts'
import { type BiometricsChat, type LoadOptions, loadWidget } from './widget.ts'

/** A part of a client's state, drawn anew when it changes. `select` must give the same object as long as nothing changed. */
export function useStore<State, Part>(store: Store<State>, select: (state: State) => Part): Part {
  const read = () => select(store.state)
  return useSyncExternalStore(store.subscribe, read, read)
}

export interface ChatWidgetProps extends LoadOptions {
  /** The widget's API, once it is there; what it returns runs when the widget goes. */
  onReady?: (chat: BiometricsChat) => void | (() => void)
  onError?: (error: Error) => void
}

/**
 * The widget for as long as this component is there. Another `appId` or `url` is another widget, another `language` only
 * another language; what else changes holds from the next time on.
 */
export function ChatWidget({ onReady, onError, ...options }: ChatWidgetProps): null {
  const latest = useRef({ options, onReady, onError })
  latest.current = { options, onReady, onError }
  const chat = useRef<BiometricsChat>(undefined)
  const { url, appId, language } = options
  useEffect(() => {
    let isGone = false
    let end: void | (() => void)
    loadWidget({ ...latest.current.options, url, appId }).then(
      (loaded) => {
        // Taken away before it was there.
        if (isGone) return loaded.destroy()
        chat.current = loaded
        end = latest.current.onReady?.(loaded)
      },
      (error: Error) => !isGone && latest.current.onError?.(error),
    )
    return () => {
      isGone = true
      end?.()
      chat.current?.destroy()
      chat.current = undefined
    }
  }, [url, appId])
  useEffect(() => {
    if (language) chat.current?.setLanguage(language)
  }, [language])
  return null
}

import type { VisitorState } from '@biometrics/chat-client'
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react'
import type { Chat, ChatState } from '../chat/chat.ts'
import type { PageConfig } from '../page/channel.ts'
import { allTexts, type Language } from '../i18n/language.ts'

interface Surroundings {
  chat: Chat
  /** Tells the page of what only a screen knows, such as an answered form. */
  tell: (event: string, data?: unknown) => void
}

const Around = createContext<Surroundings | null>(null)
const Speaking = createContext<Language | null>(null)

export const SurroundingsProvider = Around.Provider
export const LanguageProvider = Speaking.Provider

function present<T>(value: T | null): T {
  if (value === null) throw new Error('A part of the chat is drawn outside of it')
  return value
}

export const useSurroundings = (): Surroundings => present(useContext(Around))
export const useLanguage = (): Language => present(useContext(Speaking))
export const useTexts = () => useLanguage().texts
/** For parts that come later, and their words with them. */
export const useAllTexts = () => allTexts(useLanguage())

export function useChat(): ChatState & { chat: Chat } {
  const { chat } = useSurroundings()
  const state = useSyncExternalStore(chat.state.subscribe, () => chat.state.value)
  return { ...state, chat }
}

/** What the page says of looks and behaviour, and where it says nothing, the app's stored settings. */
export function useSettings(): PageConfig {
  const { config } = useChat()
  const stored = useClientState().session?.config
  return useMemo(() => ({ ...withoutNulls(stored), ...config }), [stored, config])
}

function withoutNulls(stored: object = {}): PageConfig {
  return Object.fromEntries(Object.entries(stored).filter(([, value]) => value !== null))
}

export function useClientState(): VisitorState {
  const { client } = useChat()
  return useSyncExternalStore(client.subscribe, () => client.state)
}

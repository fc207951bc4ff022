import { useEffect, useLayoutEffect } from 'react'
import { shownScreen } from '../chat/screen.ts'
import { ConversationScreen } from '../conversation/conversation-screen.tsx'
import { applyColor, applyTheme } from '../theme/apply-theme.ts'
import styles from './app.module.css'
import { LanguageProvider, useChat, useClientState, useSettings, useSurroundings } from './context.tsx'
import { lazy } from './lazy.tsx'
import { Skeleton } from './skeleton.tsx'
import { useSound } from './sound.ts'

const Home = lazy(() => import('../home/home.tsx'))
const Refused = lazy(() => import('./refused.tsx'))

const DEFAULT_COLOR = '#1a73e8'

/** Everything the visitor sees. */
export function App() {
  const { chat, language, theme } = useChat()
  const { tell } = useSurroundings()
  const state = useClientState()
  const { color = DEFAULT_COLOR } = useSettings()
  const name = state.session?.config.name
  useSound()

  useLayoutEffect(() => applyColor(color), [color])
  useLayoutEffect(() => applyTheme(theme), [theme])
  useEffect(() => {
    if (!language) return
    document.documentElement.lang = language.tag
    document.documentElement.dir = language.texts.direction
  }, [language])
  useEffect(() => {
    if (name) document.title = state.unread > 0 ? `(${state.unread}) ${name}` : name
  }, [name, state.unread])
  useEffect(() => {
    const closeOnEscape = (event: KeyboardEvent) => {
      // An open image or question takes the key for itself.
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]'))
        tell('close')
    }
    addEventListener('keydown', closeOnEscape)
    return () => removeEventListener('keydown', closeOnEscape)
  }, [tell])

  return (
    <main className={chat.embedded ? styles.frame : styles.page}>
      {language ? (
        <LanguageProvider value={language}>
          <CurrentScreen />
        </LanguageProvider>
      ) : (
        <Skeleton />
      )}
    </main>
  )
}

function CurrentScreen() {
  const { chat, screen } = useChat()
  const state = useClientState()
  const { connection, session, answered } = state
  const shown = shownScreen(screen, state)
  const settled = answered && screen.name === 'first' && shown.name === 'conversation' && shown.key
  useEffect(() => {
    // Who has begun in a conversation stays there when it ends: to read the last words, and to rate it.
    if (settled) chat.settle({ name: 'conversation', key: settled })
  }, [chat, settled])
  if (connection.status === 'refused') return <Refused error={connection.error} />
  if (!session) return <Skeleton />
  if (shown.name === 'home') return <Home />
  return <ConversationScreen conversationKey={shown.name === 'conversation' ? shown.key : undefined} />
}

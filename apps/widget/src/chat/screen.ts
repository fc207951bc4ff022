import type { Conversation } from '@biometrics/chat-protocol'
import type { VisitorState } from '@biometrics/chat-client'

/** What the visitor looks at. `key` is a conversation's id, or the key of one that is still to be started. */
export type Screen =
  | { name: 'first' }
  | { name: 'home' }
  | { name: 'new' }
  | { name: 'conversation'; key: string }

/** Earlier conversations, the one with the newest word first. */
export function conversationsOf(state: VisitorState): Conversation[] {
  const lastWord = ({ lastMessage, updatedAt }: Conversation) => lastMessage?.timestamp ?? updatedAt
  return Object.values(state.threads)
    .map(({ conversation }) => conversation)
    .sort((a, b) => (lastWord(a) < lastWord(b) ? 1 : -1))
}

/** Where a visitor begins: in the conversation that is going on, else in the list, else with a first message. */
export function firstScreen(state: VisitorState): Screen {
  const conversations = conversationsOf(state)
  const going = conversations.find(({ status }) => status !== 'closed')
  if (state.starting) return { name: 'conversation', key: state.starting.clientId }
  if (going) return { name: 'conversation', key: going.id }
  return conversations.length > 0 ? { name: 'home' } : { name: 'new' }
}

/** What is shown: a key that has become an id is followed, and one that nobody knows any more leads to the beginning. */
export function shownScreen(screen: Screen, state: VisitorState): Screen {
  if (screen.name === 'first') return firstScreen(state)
  if (screen.name !== 'conversation') return screen
  const key = state.started[screen.key] ?? screen.key
  const known = state.threads[key] !== undefined || state.starting?.clientId === key
  return known ? { name: 'conversation', key } : firstScreen(state)
}

/** The conversation that is written into when the page says something for the visitor. */
export function currentKey(screen: Screen, state: VisitorState): string | undefined {
  const shown = shownScreen(screen, state)
  return shown.name === 'conversation' ? shown.key : undefined
}

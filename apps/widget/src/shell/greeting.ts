import { useChat, useClientState, useTexts } from './context.tsx'

const HEADLINE_LENGTH = 56

/** The page's words, else the app's, else ours; a long one is set smaller. */
export function useGreeting(): { greeting: string; size: 'greeting' | 'long' } {
  const texts = useTexts()
  const { config } = useChat()
  const { session } = useClientState()
  const greeting = config.greeting || session?.config.greeting || texts.greeting
  return { greeting, size: greeting.length > HEADLINE_LENGTH ? 'long' : 'greeting' }
}

import { useSettings, useTexts } from './context.tsx'

const HEADLINE_LENGTH = 56

/** The page's words, else the app's, else ours; a long one is set smaller. */
export function useGreeting(): { greeting: string; long: boolean } {
  const texts = useTexts()
  const greeting = useSettings().greeting || texts.greeting
  return { greeting, long: greeting.length > HEADLINE_LENGTH }
}

import { type BotReply, id } from '@biometrics/chat-protocol'
import { PERSON_VALUE } from '../hand-over/wants-person.ts'
import type { Phrases } from '../texts/texts.ts'

const HELPED = 'bot:helped:'
const NOT_HELPED = 'bot:not-helped:'

/** After every answer from an article: whether it helped, and the way to a person. */
export function askWhetherHelpful(phrases: Phrases, articleId: string): BotReply {
  return {
    type: 'quick_reply',
    content: {
      text: phrases.helpful,
      options: [
        { title: phrases.yes, value: HELPED + articleId },
        { title: phrases.no, value: NOT_HELPED + articleId },
        { title: phrases.personButton, value: PERSON_VALUE },
      ],
    },
  }
}

/** What the visitor chose of these; null: something else. */
export function feedbackIn(value: string | null): { articleId: string; helpful: boolean } | null {
  const helped = idIn(value, HELPED)
  if (helped !== null) return { articleId: helped, helpful: true }
  const notHelped = idIn(value, NOT_HELPED)
  return notHelped === null ? null : { articleId: notHelped, helpful: false }
}

/** A value may be anybody's words: what follows the prefix must be an id. */
export function idIn(value: string | null, prefix: string): string | null {
  if (!value?.startsWith(prefix)) return null
  const found = id.safeParse(value.slice(prefix.length))
  return found.success ? found.data : null
}

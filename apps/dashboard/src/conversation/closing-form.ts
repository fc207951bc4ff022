import type { FormField } from '@biometrics/chat-protocol'
import { looksLikeEmail } from '../settings/account-rules.ts'

/** What was filled in, field by field. */
export type Answers = (string | boolean)[]

export function emptyAnswers(fields: readonly FormField[]): Answers {
  return fields.map(({ type }) => (type === 'checkbox' ? false : ''))
}

/** By the field's place. */
export function problemsOf(
  fields: readonly FormField[],
  answers: Answers,
): Record<number, 'missing' | 'noEmail'> {
  const problems: Record<number, 'missing' | 'noEmail'> = {}
  for (const [index, { type, required }] of fields.entries()) {
    const answer = answers[index]
    const text = typeof answer === 'string' ? answer.trim() : ''
    if (required && (type === 'checkbox' ? answer !== true : text === '')) problems[index] = 'missing'
    else if (type === 'email' && text !== '' && !looksLikeEmail(text)) problems[index] = 'noEmail'
  }
  return problems
}

/** By the field's name; what was left empty is left out. */
export function answersIn(fields: readonly FormField[], answers: Answers): Record<string, string | boolean> {
  const named = fields.flatMap(({ name }, index): [string, string | boolean][] => {
    const answer = answers[index] ?? ''
    const value = typeof answer === 'string' ? answer.trim() : answer
    return value === '' ? [] : [[name, value]]
  })
  return Object.fromEntries(named)
}

/** The form's field of an answer that the server names. */
export function placeOf(fields: readonly FormField[], path: string): string {
  const index = fields.findIndex(({ name }) => path === `form.${name}`)
  return index < 0 ? path : `answers.${index}`
}

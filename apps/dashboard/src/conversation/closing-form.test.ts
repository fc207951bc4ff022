import type { FormField } from '@biometrics/chat-protocol'
import { expect, test } from 'vitest'
import { answersIn, emptyAnswers, problemsOf } from './closing-form.ts'

const FIELDS: FormField[] = [
  { name: 'cause', label: 'Cause', type: 'select', required: true, options: [] },
  { name: 'mail', label: 'Mail', type: 'email', required: false },
  { name: 'sure', label: 'Sure', type: 'checkbox', required: true },
  { name: 'words', label: 'Words', type: 'textarea', required: false },
]

test('[TR2] the closing form asks for what the app requires, and for nothing else', () => {
  const empty = emptyAnswers(FIELDS)
  expect(problemsOf(FIELDS, empty)).toEqual({ 0: 'missing', 2: 'missing' })
  expect(problemsOf(FIELDS, ['wiring', 'ada', true, ''])).toEqual({ 1: 'noEmail' })
  expect(problemsOf(FIELDS, ['wiring', '', true, ''])).toEqual({})
})

test('[TR2] answers go by the name of their field, and what was left empty does not go', () => {
  expect(answersIn(FIELDS, [' wiring ', ' ', false, 'Twice now'])).toEqual({
    cause: 'wiring',
    sure: false,
    words: 'Twice now',
  })
})

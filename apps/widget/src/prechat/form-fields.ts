import { LIMITS } from '@biometrics/chat-protocol/limits'
import type { PageConfig } from '../page/channel.ts'

const TYPES = ['text', 'email', 'tel', 'textarea', 'select', 'checkbox'] as const
export type FieldType = (typeof TYPES)[number]

export interface FormField {
  name: string
  label: string
  type: FieldType
  required: boolean
  options: readonly string[]
}

/** The fields that the page asks for, as far as they can be understood; none when the form is off. */
export function formFields(form: PageConfig['prechatForm']): FormField[] {
  if (!form?.enabled || !Array.isArray(form.fields)) return []
  return form.fields.flatMap(readField).slice(0, LIMITS.prechatAnswers)
}

function readField(given: unknown): FormField[] {
  if (typeof given === 'string') return readField({ name: given })
  if (typeof given !== 'object' || given === null) return []
  const { name, label, type, required, options } = given as Record<string, unknown>
  if (typeof name !== 'string' || name.trim() === '') return []
  return [
    {
      name,
      label: typeof label === 'string' ? label : name,
      type: TYPES.find((known) => known === type) ?? (name === 'email' ? 'email' : 'text'),
      required: required === true,
      options: Array.isArray(options) ? options.map(String) : [],
    },
  ]
}

export type Answers = Record<string, string | boolean>

/** What is wrong with the answers, by field. */
export function checkAnswers(fields: readonly FormField[], answers: Answers) {
  const wrong: Record<string, 'required' | 'wrongEmail'> = {}
  for (const { name, type, required } of fields) {
    const answer = answers[name]
    const empty = type === 'checkbox' ? answer !== true : String(answer ?? '').trim() === ''
    if (required && empty) wrong[name] = 'required'
    else if (type === 'email' && !empty && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(answer)))
      wrong[name] = 'wrongEmail'
  }
  return wrong
}

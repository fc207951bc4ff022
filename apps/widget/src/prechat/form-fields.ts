import { LIMITS } from '@biometrics/chat-protocol/limits'
import type { PageConfig } from '../page/channel.ts'

const TYPES = ['text', 'email', 'phone', 'textarea', 'select', 'checkbox', 'group', 'consent'] as const
/** `tel` is what HTML calls it. */
const OTHER_NAMES: Record<string, FieldType> = { tel: 'phone' }
export type FieldType = (typeof TYPES)[number]

export interface Option {
  value: string
  label: string
}

export interface FormField {
  name: string
  label: string
  type: FieldType
  required: boolean
  /** Of a select, and of the choice of a group. */
  options: readonly Option[]
  /** The whole answer must look like this. */
  pattern: RegExp | undefined
  /** What a consent is given to. */
  link: string | undefined
}

/** What the fields need to know beside themselves: whose words they are in, and which groups can be chosen. */
export interface FormWorld {
  tag: string
  groups: readonly { id: string; name: string }[]
}

/** The fields of the form, as far as they can be understood; none when it is off. */
export function formFields(form: PageConfig['prechatForm'], world: FormWorld): FormField[] {
  if (!form?.enabled || !Array.isArray(form.fields)) return []
  return form.fields.flatMap((field) => readField(field, world)).slice(0, LIMITS.prechatAnswers)
}

function readField(given: unknown, world: FormWorld): FormField[] {
  if (typeof given === 'string') return readField({ name: given }, world)
  if (typeof given !== 'object' || given === null) return []
  const { name, label, type, required, options, pattern, link } = given as Record<string, unknown>
  if (typeof name !== 'string' || name.trim() === '') return []
  const kind = typeOf(name, type)
  const choices =
    kind === 'group'
      ? world.groups.map(({ id, name }) => ({ value: id, label: name }))
      : optionsOf(options, world)
  // Where there is no choice there is no question.
  if (kind === 'group' && choices.length === 0) return []
  return [
    {
      name: kind === 'group' ? 'group' : name,
      label: inLanguage(label, world.tag) ?? name,
      type: kind,
      required: required === true || (kind === 'consent' && required !== false),
      options: choices,
      pattern: patternOf(name, pattern),
      link: typeof link === 'string' && /^(https?:\/\/|\/)/.test(link) ? link : undefined,
    },
  ]
}

function typeOf(name: string, type: unknown): FieldType {
  const known = OTHER_NAMES[String(type)] ?? TYPES.find((one) => one === type)
  return known ?? (name === 'email' || name === 'phone' ? name : 'text')
}

function optionsOf(given: unknown, { tag }: FormWorld): Option[] {
  if (!Array.isArray(given)) return []
  return given.map((option) => {
    if (typeof option !== 'object' || option === null) return { value: String(option), label: String(option) }
    const { value, label } = option as Record<string, unknown>
    return { value: String(value), label: inLanguage(label, tag) ?? String(value) }
  })
}

/** `Name`, or `{en: 'Name', de: 'Name'}`: the visitor's language, else the first that is there. */
function inLanguage(words: unknown, tag: string): string | undefined {
  if (typeof words === 'string') return words
  if (typeof words !== 'object' || words === null) return undefined
  const by = words as Record<string, unknown>
  const found = by[tag] ?? by[tag.split('-')[0] ?? ''] ?? by.en ?? Object.values(by)[0]
  return typeof found === 'string' ? found : undefined
}

function patternOf(name: string, pattern: unknown): RegExp | undefined {
  if (typeof pattern !== 'string') return undefined
  try {
    return new RegExp(`^(?:${pattern})$`, 'u')
  } catch {
    console.warn(`biometricsChat: the pattern of "${name}" is not valid and is not used`)
    return undefined
  }
}

export type Answers = Record<string, string | boolean>
export type Trouble = 'required' | 'wrongEmail' | 'wrongPhone' | 'wrongFormat'

/** What is wrong with the answers, by field. */
export function checkAnswers(fields: readonly FormField[], answers: Answers): Record<string, Trouble> {
  const wrong: Record<string, Trouble> = {}
  for (const field of fields) {
    const trouble = troubleOf(field, answers[field.name])
    if (trouble) wrong[field.name] = trouble
  }
  return wrong
}

function troubleOf({ type, required, pattern }: FormField, answer: string | boolean | undefined) {
  if (type === 'checkbox' || type === 'consent') return required && answer !== true ? 'required' : undefined
  const text = String(answer ?? '').trim()
  if (text === '') return required ? 'required' : undefined
  if (type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return 'wrongEmail'
  if (type === 'phone' && !/^\+?[\d\s()./-]{5,30}$/.test(text)) return 'wrongPhone'
  return pattern && !pattern.test(text) ? 'wrongFormat' : undefined
}

import type { App, GreetingRules, PrechatField } from '@biometrics/chat-protocol'
import { freeName } from '../form-rows.ts'
import { isColor } from './contrast.ts'

/** The languages that the chat speaks. */
export const CHAT_LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'tr', 'ar', 'he', 'zh', 'ja']

/** Words of a form: one for everybody, under '', or one for each language. */
export type Words = Record<string, string>

export interface PrechatRow {
  /** Under which the answer is kept; empty: the label makes one. */
  name: string
  label: Words
  type: NonNullable<PrechatField['type']>
  required: boolean
  /** A select's choices as lines of text. */
  options: string
  pattern: string
  link: string
  /** What stood there, so that what cannot be said in lines is not lost. */
  stored: NonNullable<PrechatField['options']>
}

export interface WidgetValues {
  color: string
  position: App['position']
  greeting: string
  /** Empty: the visitor's browser decides. */
  language: string
  soundEnabled: boolean
  soundUrl: string
  greetingEnabled: boolean
  afterSeconds: number | null
  urlPattern: string
  scrollPercent: number | null
  exitIntent: boolean
  visitors: NonNullable<GreetingRules['visitors']>
  oncePerVisitor: boolean
  onlyOnline: boolean
  formEnabled: boolean
  rows: PrechatRow[]
  choosableGroupIds: string[]
  typingPreview: boolean
  origins: string[]
}

export const NEW_ROW: PrechatRow = {
  name: '',
  label: { '': '' },
  type: 'text',
  required: false,
  options: '',
  pattern: '',
  link: '',
  stored: [],
}

export function valuesOf(app: App): WidgetValues {
  const { sound, greetingRules: rules, prechatForm } = app
  return {
    color: app.color,
    position: app.position,
    greeting: app.greeting ?? '',
    language: app.language ?? '',
    soundEnabled: sound?.enabled ?? false,
    soundUrl: sound?.url ?? '',
    greetingEnabled: rules?.enabled ?? true,
    afterSeconds: rules?.afterSeconds ?? null,
    urlPattern: rules?.urlPattern ?? '',
    scrollPercent: rules?.scrollPercent ?? null,
    exitIntent: rules?.exitIntent ?? false,
    visitors: rules?.visitors ?? 'all',
    oncePerVisitor: rules?.oncePerVisitor ?? false,
    onlyOnline: rules?.onlyOnline ?? false,
    formEnabled: prechatForm?.enabled ?? false,
    rows: (prechatForm?.fields ?? []).map(rowOf),
    choosableGroupIds: app.choosableGroupIds,
    typingPreview: app.typingPreview,
    origins: app.allowedOrigins,
  }
}

/** The settings as the server takes them. */
export function settingsOf(values: WidgetValues) {
  const { sound, greetingRules, prechatForm, ...look } = chatOf(values)
  return {
    ...look,
    greeting: look.greeting.trim() === '' ? null : look.greeting,
    language: values.language === '' ? null : values.language,
    sound,
    greetingRules,
    prechatForm,
    choosableGroupIds: values.choosableGroupIds,
    typingPreview: values.typingPreview,
    allowedOrigins: values.origins,
  }
}

/** The same as a page would say it: what is seen in the preview. */
export function chatOf(values: WidgetValues) {
  const { color, position, greeting, soundEnabled, soundUrl, formEnabled } = values
  const fields = fieldsOf(values.rows)
  const url = soundUrl.trim()
  return {
    color,
    position,
    greeting,
    sound: soundEnabled || url !== '' ? { enabled: soundEnabled, ...(url !== '' && { url }) } : null,
    greetingRules: rulesOf(values),
    prechatForm: formEnabled || fields.length > 0 ? { enabled: formEnabled, fields } : null,
  }
}

function rulesOf(values: WidgetValues): GreetingRules | null {
  const rules: GreetingRules = {
    ...(!values.greetingEnabled && { enabled: false }),
    ...(values.afterSeconds !== null && { afterSeconds: values.afterSeconds }),
    ...(values.urlPattern.trim() !== '' && { urlPattern: values.urlPattern.trim() }),
    ...(values.scrollPercent !== null && { scrollPercent: values.scrollPercent }),
    ...(values.exitIntent && { exitIntent: true }),
    ...(values.visitors !== 'all' && { visitors: values.visitors }),
    ...(values.oncePerVisitor && { oncePerVisitor: true }),
    ...(values.onlyOnline && { onlyOnline: true }),
  }
  return Object.keys(rules).length === 0 ? null : rules
}

function rowOf({
  name,
  label = name,
  type = 'text',
  required,
  options,
  pattern,
  link,
}: PrechatField): PrechatRow {
  return {
    name,
    label: typeof label === 'string' ? { '': label } : label,
    type,
    required: required ?? type === 'consent',
    options: (options ?? []).map(lineOf).join('\n'),
    pattern: pattern ?? '',
    link: link ?? '',
    stored: options ?? [],
  }
}

export function fieldsOf(rows: readonly PrechatRow[]): PrechatField[] {
  const taken = new Set<string | null>(rows.map(({ name }) => name))
  return rows.map((row) => {
    const { type, required, pattern, link } = row
    const label = Object.fromEntries(
      Object.entries(row.label).flatMap(([language, text]) => (text.trim() ? [[language, text.trim()]] : [])),
    )
    const words = '' in label ? label[''] : label
    return {
      name: row.name || nameFor(row, taken),
      ...(words !== undefined && { label: words as NonNullable<PrechatField['label']> }),
      type,
      required,
      ...(type === 'select' && { options: optionsOf(row) }),
      ...(pattern !== '' && { pattern }),
      ...(link.trim() !== '' && { link: link.trim() }),
    }
  })
}

/** What e-mail and phone are is known by their type. */
function nameFor({ type, label }: PrechatRow, taken: Set<string | null>): string {
  const own = type === 'email' || type === 'phone' || type === 'group' ? type : null
  return freeName(own ?? Object.values(label)[0] ?? '', taken)
}

/** By path, such as `rows.0.options`. */
export function problemsOf(values: WidgetValues): Record<string, Problem> {
  const problems: Record<string, Problem> = {}
  if (!isColor(values.color)) problems.color = 'color'
  if (values.soundUrl.trim() !== '' && !isWebAddress(values.soundUrl)) problems.soundUrl = 'address'
  for (const [index, row] of values.rows.entries()) {
    if (Object.values(row.label).every((text) => text.trim() === ''))
      problems[`rows.${index}.label`] = 'label'
    if (row.type === 'select' && linesIn(row.options).length === 0)
      problems[`rows.${index}.options`] = 'options'
    if (row.pattern !== '' && !isPattern(row.pattern)) problems[`rows.${index}.pattern`] = 'pattern'
    if (row.link.trim() !== '' && !isWebAddress(row.link)) problems[`rows.${index}.link`] = 'address'
  }
  return problems
}

/** Which field of the form holds what the server calls so. */
export function fieldNamed(path: string): string {
  const [first = '', second = '', ...rest] = path.split('.')
  if (first === 'prechatForm' && second === 'fields') return ['rows', ...rest].join('.')
  if (first === 'sound' && second === 'url') return 'soundUrl'
  if (first === 'greetingRules') return second
  return first === 'allowedOrigins' ? ['origins', second, ...rest].filter(Boolean).join('.') : path
}

export type Problem = 'color' | 'address' | 'label' | 'options' | 'pattern'

const isWebAddress = (text: string) => /^(https:\/\/\S|\/)/.test(text.trim())

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u') instanceof RegExp
  } catch {
    return false
  }
}

type Option = PrechatRow['stored'][number]

function lineOf(option: Option): string {
  if (typeof option === 'string') return option
  return typeof option.label === 'string' ? option.label : (Object.values(option.label)[0] ?? option.value)
}

/** A line that still stands there as it stood keeps its value, and its words in other languages. */
function optionsOf({ options, stored }: PrechatRow): Option[] {
  const known = new Map(stored.map((option) => [lineOf(option), option]))
  return linesIn(options).map((line) => known.get(line) ?? line)
}

function linesIn(text: string): string[] {
  return [...new Set(text.split('\n').flatMap((line) => line.trim() || []))]
}

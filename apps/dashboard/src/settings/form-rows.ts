import type { FormField } from '@biometrics/chat-protocol'

/** A field while it is being edited: a select's choices are lines of a text. */
export interface FormRow {
  /** The name under which answers are kept; null until it is saved for the first time, and then it stays. */
  name: string | null
  label: string
  type: FormField['type']
  required: boolean
  options: string
}

export const NEW_ROW: FormRow = { name: null, label: '', type: 'text', required: false, options: '' }

export function formRows(fields: readonly FormField[]): FormRow[] {
  return fields.map(({ name, label, type, required, options = [] }) => ({
    name,
    label,
    type,
    required,
    options: options.map((option) => option.label).join('\n'),
  }))
}

/** By path, such as `0.label`. */
export function rowProblems(rows: readonly FormRow[]): Record<string, 'labelMissing' | 'optionsMissing'> {
  const problems: Record<string, 'labelMissing' | 'optionsMissing'> = {}
  for (const [index, row] of rows.entries()) {
    if (row.label.trim() === '') problems[`${index}.label`] = 'labelMissing'
    if (row.type === 'select' && linesOf(row.options).length === 0) {
      problems[`${index}.options`] = 'optionsMissing'
    }
  }
  return problems
}

/** Null for no form. What is kept under a name stays under it when the label changes. */
export function fieldsOf(rows: readonly FormRow[]): FormField[] | null {
  if (rows.length === 0) return null
  const taken = new Set(rows.map(({ name }) => name))
  return rows.map(({ name, label, type, required, options }) => ({
    name: name ?? freeName(label, taken),
    label: label.trim(),
    type,
    required,
    ...(type === 'select' && { options: linesOf(options).map((line) => ({ value: line, label: line })) }),
  }))
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return [...new Set(lines.filter(Boolean))]
}

/** A name that is not taken yet, and is from now on. */
export function freeName(label: string, taken: Set<string | null>): string {
  const base =
    label
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '_')
      .replace(/^_+|_+$/g, '') || 'field'
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`
  taken.add(name)
  return name
}

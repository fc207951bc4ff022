import type { FieldError } from '@biometrics/chat-protocol'
import { Alert } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain, explainError, refusalOf } from '../session/explain.ts'

interface FormState {
  setErrors(errors: Record<string, ReactNode>): void
  /** The field of a path, where the form has one. */
  getInputNode(path: string): HTMLElement | null
}

export interface Refusal {
  /** Says why it was not taken: beside the fields, and above them what belongs to none. */
  show(thrown: unknown): void
  clear(): void
  /** Goes to the first field in which something is wrong. */
  point(errors: Record<string, unknown>): void
  /** To be drawn above the fields. */
  alert: ReactNode
}

/** What was thrown, and which of the fields it names the form does not have. */
interface Shown {
  thrown: unknown
  elsewhere: readonly FieldError[]
}

/** Why the server does not take what a form holds. `nameOf`: where the server and the form name a field differently. */
export function useRefusal(form: FormState, nameOf = (path: string): string => path): Refusal {
  const { t } = useTranslation()
  const [shown, setShown] = useState<Shown | null>(null)
  const point = (errors: Record<string, unknown>) => {
    const wrong = Object.keys(errors).flatMap((path) => form.getInputNode(path) ?? [])
    wrong.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
    wrong[0]?.focus()
  }
  const show = (thrown: unknown) => {
    const refusal = refusalOf(thrown)
    const beside: Record<string, string> = {}
    const elsewhere: FieldError[] = []
    for (const field of refusal?.fields ?? []) {
      const name = fieldOf(form, nameOf(field.path))
      if (name === null) elsewhere.push(field)
      else
        beside[name] ??=
          refusal && refusal.code !== 'invalid_payload'
            ? explainError(refusal, t)
            : t('errors.field', { reason: field.message })
    }
    form.setErrors(beside)
    point(beside)
    const isSaid = elsewhere.length === 0 && Object.keys(beside).length > 0
    setShown(isSaid ? null : { thrown, elsewhere })
  }
  const alert = shown && (
    <Alert color="red" role="alert" style={{ whiteSpace: 'pre-line' }}>
      {[
        explain(shown.thrown, t),
        ...shown.elsewhere.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)),
      ].join('\n')}
    </Alert>
  )
  return { show, clear: () => setShown(null), point, alert }
}

/** `members.0.maxChats`, or the nearest around it that the form has. */
function fieldOf(form: FormState, path: string): string | null {
  const steps = path.split('.')
  for (let length = steps.length; length > 0; length--) {
    const name = steps.slice(0, length).join('.')
    if (name !== '' && form.getInputNode(name)) return name
  }
  return null
}

/** For a form that keeps its own state: fields carry their path in `data-path`. */
export function inputNode(path: string): HTMLElement | null {
  return document.querySelector(`[data-path="${CSS.escape(path)}"]`)
}

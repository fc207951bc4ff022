import { useEffect } from 'react'
import type { PageConfig } from '../page/channel.ts'
import { useAllTexts, useClientState, useLanguage } from '../shell/context.tsx'
import { Form } from './fields.tsx'
import { type Answers, formFields } from './form-fields.ts'

interface PrechatFormProps {
  form: PageConfig['prechatForm']
  /** `isAsked` is false where the form had nothing to ask after all. */
  onAnswers: (answers: Answers, isAsked: boolean) => void
}

/** Asked before the first message; the answers go with that message. */
export default function PrechatForm({ form, onAnswers }: PrechatFormProps) {
  const { tag } = useLanguage()
  const texts = useAllTexts()
  const { session } = useClientState()
  const fields = formFields(form, { tag, groups: session?.config.groups ?? [] })
  const nothing = fields.length === 0
  useEffect(() => {
    if (nothing) onAnswers({}, false)
  }, [nothing, onAnswers])
  if (nothing) return null
  return (
    <Form
      fields={fields}
      label={texts.introduce}
      button={texts.start}
      onAnswers={(answers) => onAnswers(answers, true)}
    />
  )
}

import { useState } from 'react'
import { useSurroundings } from '../shell/context.tsx'
import type { Answers, FormField } from './form-fields.ts'

/** The form before the first message: asked once, its answers go with that message. */
export function usePrechat(fields: readonly FormField[]) {
  const { tell } = useSurroundings()
  const [answers, setAnswers] = useState<Answers>()
  return {
    fields,
    answers,
    asks: fields.length > 0 && !answers,
    submit(given: Answers) {
      setAnswers(given)
      tell('prechat:submit', given)
    },
  }
}

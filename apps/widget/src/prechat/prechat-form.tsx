import { type FormEvent, useState } from 'react'
import buttons from '../shell/button.module.css'
import { useTexts } from '../shell/context.tsx'
import { type Answers, checkAnswers, type FormField } from './form-fields.ts'
import styles from './prechat-form.module.css'

export function PrechatForm(props: { fields: readonly FormField[]; onAnswers: (answers: Answers) => void }) {
  const { fields, onAnswers } = props
  const texts = useTexts()
  const [answers, setAnswers] = useState<Answers>({})
  const [checked, setChecked] = useState(false)
  const wrong = checked ? checkAnswers(fields, answers) : {}

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    setChecked(true)
    const [firstWrong] = Object.keys(checkAnswers(fields, answers))
    if (firstWrong === undefined) onAnswers(answers)
    else (event.currentTarget.elements.namedItem(firstWrong) as HTMLElement | null)?.focus()
  }
  return (
    <form className={styles.form} noValidate onSubmit={submit} aria-label={texts.introduce}>
      {fields.map((field) => {
        const trouble = wrong[field.name]
        return (
          <Field
            key={field.name}
            field={field}
            value={answers[field.name]}
            trouble={trouble && texts[trouble]}
            onChange={(value) => setAnswers({ ...answers, [field.name]: value })}
          />
        )
      })}
      <button type="submit" className={buttons.main}>
        {texts.start}
      </button>
    </form>
  )
}

interface FieldProps {
  field: FormField
  value: string | boolean | undefined
  trouble: string | undefined
  onChange: (value: string | boolean) => void
}

function Field({ field, value, trouble, onChange }: FieldProps) {
  const { name, label, type, required } = field
  const id = `prechat-${name}`
  const input = <Input field={field} id={id} value={value} trouble={trouble} onChange={onChange} />
  return (
    <div className={type === 'checkbox' ? styles.check : styles.field}>
      {type === 'checkbox' && input}
      <label htmlFor={id}>
        {label}
        {required && <span aria-hidden="true"> *</span>}
      </label>
      {type !== 'checkbox' && input}
      {trouble && (
        <p id={`${id}-trouble`} className={styles.trouble}>
          {trouble}
        </p>
      )}
    </div>
  )
}

const AUTOCOMPLETE: Record<string, string> = { name: 'name', email: 'email', phone: 'tel' }

function Input({ field, id, value, trouble, onChange }: FieldProps & { id: string }) {
  const texts = useTexts()
  const { name, type, required, options } = field
  const text = typeof value === 'string' ? value : ''
  const common = {
    id,
    name,
    required,
    className: styles.input,
    'aria-invalid': trouble !== undefined,
    'aria-describedby': trouble === undefined ? undefined : `${id}-trouble`,
  }
  switch (type) {
    case 'checkbox':
      return (
        <input
          {...common}
          type="checkbox"
          checked={value === true}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
      )
    case 'select':
      return (
        <select {...common} value={text} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          <option value="">{texts.choose}</option>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      )
    case 'textarea':
      return (
        <textarea
          {...common}
          rows={3}
          value={text}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )
    default:
      return (
        <input
          {...common}
          type={type}
          value={text}
          autoComplete={AUTOCOMPLETE[name] ?? 'on'}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )
  }
}

import { type FormEvent, type ReactNode, useState } from 'react'
import buttons from '../shell/button.module.css'
import { useAllTexts } from '../shell/context.tsx'
import { type Answers, checkAnswers, type FormField } from './form-fields.ts'
import styles from './prechat-form.module.css'

interface FormProps {
  fields: readonly FormField[]
  label: string
  button: string
  given?: Answers
  onAnswers: (answers: Answers) => void
  children?: ReactNode
}

/** A form of any fields: says what is wrong once it was tried, and goes to the first of it. */
export function Form({ fields, label, button, given = {}, onAnswers, children }: FormProps) {
  const texts = useAllTexts()
  const [answers, setAnswers] = useState<Answers>(given)
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
    <form className={styles.form} noValidate onSubmit={submit} aria-label={label}>
      {children}
      {fields.map((field) => {
        const trouble = wrong[field.name]
        return (
          <Field
            key={field.name}
            field={field}
            value={answers[field.name]}
            trouble={trouble && texts[trouble]}
            onChange={(value) => setAnswers((before) => ({ ...before, [field.name]: value }))}
          />
        )
      })}
      <button type="submit" className={buttons.main}>
        {button}
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
  const texts = useAllTexts()
  const { name, label, type, required, link } = field
  const id = `field-${name}`
  const ticked = type === 'checkbox' || type === 'consent'
  const input = <Input field={field} id={id} value={value} trouble={trouble} onChange={onChange} />
  return (
    <div className={ticked ? styles.check : styles.field}>
      {ticked && input}
      <label htmlFor={id} dir="auto">
        {label}
        {required && <span aria-hidden="true"> *</span>}
      </label>
      {link && (
        <a href={link} target="_blank" rel="noopener noreferrer" aria-label={`${texts.readMore}: ${label}`}>
          {texts.readMore}
        </a>
      )}
      {!ticked && input}
      {trouble && (
        <p id={`${id}-trouble`} className={styles.trouble} role="alert">
          {trouble}
        </p>
      )}
    </div>
  )
}

const AUTOCOMPLETE: Record<string, string> = { name: 'name', email: 'email', phone: 'tel' }

function Input({ field, id, value, trouble, onChange }: FieldProps & { id: string }) {
  const texts = useAllTexts()
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
    case 'consent':
      return (
        <input
          {...common}
          type="checkbox"
          checked={value === true}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
      )
    case 'select':
    case 'group':
      return (
        <select {...common} value={text} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          <option value="">{texts.choose}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )
    case 'textarea':
      return (
        <textarea
          {...common}
          rows={4}
          value={text}
          dir="auto"
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )
    default:
      return (
        <input
          {...common}
          type={type === 'phone' ? 'tel' : type}
          value={text}
          dir="auto"
          autoComplete={AUTOCOMPLETE[name] ?? 'on'}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )
  }
}

import type { Flow } from '@biometrics/chat-protocol'
import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { wordsOf } from './flow-picture.tsx'

const END = ''

interface Props {
  flow: Flow
  label: string
  description?: string
  value: string | null
  onChange: (next: string | null) => void
}

/** Where it goes on. */
export function NextField({ flow, label, description, value, onChange }: Props) {
  const { t } = useTranslation()
  const data = [
    { value: END, label: t('flow.end') },
    ...flow.steps.map((step) => ({ value: step.id, label: `${step.id} · ${wordsOf(step).slice(0, 40)}` })),
  ]
  // What leads nowhere is shown, so that it is found.
  if (value !== null && !flow.steps.some(({ id }) => id === value))
    data.push({ value, label: t('flow.missing', { id: value }) })
  return (
    <Select
      label={label}
      {...(description !== undefined && { description })}
      data={data}
      value={value ?? END}
      allowDeselect={false}
      searchable={data.length > 8}
      comboboxProps={{ withinPortal: true }}
      onChange={(chosen) => onChange(chosen === null || chosen === END ? null : chosen)}
    />
  )
}

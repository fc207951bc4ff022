import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { calendarsQuery } from '../session/queries.ts'

interface Props {
  value?: string | null
  onChange?: (calendarId: string | null) => void
  error?: React.ReactNode
}

/** Whose hours it keeps. */
export function CalendarSelect({ value, onChange, error }: Props) {
  const { t } = useTranslation()
  const { data = [], isError } = useQuery(calendarsQuery)
  return (
    <NativeSelect
      label={t('calendar.label')}
      description={isError ? t('calendar.failed') : t('calendar.hint')}
      error={error}
      value={value ?? ''}
      onChange={(event) => onChange?.(event.currentTarget.value || null)}
      data={[
        { value: '', label: t('calendar.always') },
        ...data.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}

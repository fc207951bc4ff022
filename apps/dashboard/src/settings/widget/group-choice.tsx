import { MultiSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { groupsQuery } from '../../session/queries.ts'

interface Props {
  value?: string[]
  onChange?: (value: string[]) => void
  error?: ReactNode
  'data-path'?: string
}

/** The groups that visitors may choose from. */
export function GroupChoice({ value = [], onChange, ...others }: Props) {
  const { t } = useTranslation()
  const { data: groups = [] } = useQuery(groupsQuery)
  return (
    <MultiSelect
      label={t('widget.groups')}
      description={t('widget.groupsHint')}
      data={groups.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      {...others}
      {...(onChange && { onChange })}
    />
  )
}

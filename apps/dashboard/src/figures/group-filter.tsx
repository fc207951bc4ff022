import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { groupsQuery } from '../session/queries.ts'
import classes from './figures.module.css'
import { useTexts } from './use-texts.ts'

export function GroupFilter(props: { value: string | null; onChange: (groupId: string | null) => void }) {
  const { value, onChange } = props
  const t = useTexts()
  const { data = [] } = useQuery(groupsQuery)
  if (data.length < 2) return null
  return (
    <NativeSelect
      className={classes.filter}
      aria-label={t('group')}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      data={[
        { value: '', label: t('allGroups') },
        ...data.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}

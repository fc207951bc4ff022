import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { agentsQuery } from '../session/queries.ts'
import classes from './figures.module.css'
import { GroupFilter } from './group-filter.tsx'
import { ownZone } from './numbers.ts'
import { type Filter, type Preset, PRESETS } from './range.ts'
import { useTexts } from './use-texts.ts'

export function FilterBar(props: { filter: Filter; onChange: (change: Partial<Filter>) => void }) {
  const { filter, onChange } = props
  const t = useTexts()
  const { data: agents = [] } = useQuery(agentsQuery)
  return (
    <>
      <NativeSelect
        className={classes.filter}
        aria-label={t('range.label')}
        title={t('range.zone', { zone: ownZone() })}
        value={filter.preset}
        onChange={(event) => onChange({ preset: event.currentTarget.value as Preset })}
        data={PRESETS.map((value) => ({ value, label: t(`range.${value}`) }))}
      />
      {filter.preset === 'own' && (
        <>
          <TextInput
            type="date"
            aria-label={t('range.from')}
            value={filter.first}
            onChange={(event) => onChange({ first: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label={t('range.to')}
            value={filter.last}
            onChange={(event) => onChange({ last: event.currentTarget.value })}
          />
        </>
      )}
      <GroupFilter value={filter.groupId} onChange={(groupId) => onChange({ groupId })} />
      {agents.length > 1 && (
        <NativeSelect
          className={classes.filter}
          aria-label={t('agent')}
          value={filter.agentId ?? ''}
          onChange={(event) => onChange({ agentId: event.currentTarget.value || null })}
          data={[
            { value: '', label: t('everyone') },
            ...agents.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </>
  )
}

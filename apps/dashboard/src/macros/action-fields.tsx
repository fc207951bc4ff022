import type { MacroAction, Priority } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { NativeSelect, NumberInput, TagsInput, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { agentsQuery, groupsQuery } from '../session/queries.ts'
import classes from './macro-form.module.css'

const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'normal', 'low']

/** What one step needs to know. */
export function ActionFields(props: {
  action: MacroAction
  error: ReactNode
  onChange: (action: MacroAction) => void
}) {
  const { action, error, onChange } = props
  const { t } = useTranslation()
  const { data: agents = [] } = useQuery({ ...agentsQuery, enabled: action.kind === 'transfer_to_agent' })
  const { data: groups = [] } = useQuery({ ...groupsQuery, enabled: action.kind === 'transfer_to_group' })
  const label = t(`macros.kinds.${action.kind}`)
  const choose = { value: '', label: t('macros.choose') }
  switch (action.kind) {
    case 'take':
      return <span className={classes.plain}>{label}</span>
    case 'reply':
    case 'note':
      return (
        <Textarea
          label={label}
          description={
            action.kind === 'reply' &&
            t('cannedForm.contentHint', { variable: '{{name}}', fallback: '{{name|there}}' })
          }
          autosize
          minRows={2}
          maxRows={8}
          maxLength={LIMITS.textLength}
          value={action.text}
          error={error}
          onChange={(event) => onChange({ ...action, text: event.currentTarget.value })}
        />
      )
    case 'add_tags':
    case 'remove_tags':
      return (
        <TagsInput
          label={label}
          value={action.tags}
          error={error}
          maxTags={LIMITS.tags}
          maxLength={LIMITS.tagLength}
          acceptValueOnBlur
          onChange={(tags) => onChange({ ...action, tags })}
        />
      )
    case 'priority':
      return (
        <NativeSelect
          label={label}
          value={action.priority}
          error={error}
          onChange={(event) => onChange({ ...action, priority: event.currentTarget.value as Priority })}
          data={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
        />
      )
    case 'transfer_to_agent':
      return (
        <NativeSelect
          label={label}
          value={action.agentId}
          error={error}
          onChange={(event) => onChange({ ...action, agentId: event.currentTarget.value })}
          data={[choose, ...agents.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )
    case 'transfer_to_group':
      return (
        <NativeSelect
          label={label}
          value={action.groupId}
          error={error}
          onChange={(event) => onChange({ ...action, groupId: event.currentTarget.value })}
          data={[choose, ...groups.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )
    case 'snooze':
      return (
        <NumberInput
          label={label}
          description={t('macros.snoozeHint')}
          min={1}
          max={LIMITS.minutes}
          allowDecimal={false}
          error={error}
          value={action.minutes ?? ''}
          onChange={(value) => onChange({ ...action, minutes: typeof value === 'number' ? value : null })}
        />
      )
    case 'close':
      return (
        <NativeSelect
          label={label}
          value={String(action.resolved)}
          onChange={(event) => onChange({ ...action, resolved: event.currentTarget.value === 'true' })}
          data={[
            { value: 'true', label: t('actions.closeResolved') },
            { value: 'false', label: t('actions.closeUnresolved') },
          ]}
        />
      )
  }
}

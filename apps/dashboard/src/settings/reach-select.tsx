import type { Reach, Role } from '@biometrics/chat-protocol'
import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const CHOICES = ['all', 'groups'] as const satisfies readonly Reach[]

interface ReachSelectProps {
  role: Role
  value: Reach
  onChange: (reach: Reach) => void
}

/** Which conversations somebody sees; of an admin there is nothing to choose. */
export function ReachSelect({ role, value, onChange }: ReachSelectProps) {
  const { t } = useTranslation()
  const isAdmin = role === 'admin'
  const shown = isAdmin ? 'all' : value
  return (
    <NativeSelect
      label={t('team.reach')}
      description={isAdmin ? t('team.reachAdmin') : t(`team.reachHint.${shown}`)}
      inputWrapperOrder={['label', 'input', 'description']}
      disabled={isAdmin}
      value={shown}
      onChange={(event) => onChange(event.currentTarget.value as Reach)}
      data={CHOICES.map((choice) => ({ value: choice, label: t(`reach.${choice}`) }))}
    />
  )
}

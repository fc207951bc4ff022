import type { Priority } from '@biometrics/chat-protocol'
import { IconArrowDown, IconArrowUp, IconChevronsUp } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './priority-mark.module.css'

export const PRIORITY_ICONS = { urgent: IconChevronsUp, high: IconArrowUp, low: IconArrowDown } as const

/** What is normal needs no mark. */
export function PriorityMark({ priority }: { priority: Priority }) {
  const { t } = useTranslation()
  if (priority === 'normal') return null
  const Icon = PRIORITY_ICONS[priority]
  return (
    <span className={classes.mark} data-priority={priority} title={t(`priority.${priority}`)}>
      <Icon size={13} stroke={2.4} aria-label={t(`priority.${priority}`)} role="img" />
    </span>
  )
}

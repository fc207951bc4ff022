import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './thread-bones.module.css'

const WIDTHS = ['46%', '30%', '52%', '24%', '38%'] as const

export function ThreadBones() {
  const { t } = useTranslation()
  return (
    <div className={classes.bones} role="status" aria-label={t('common.loading')}>
      {WIDTHS.map((width, index) => (
        <Skeleton key={width} height={44} width={width} radius="lg" ml={index % 2 ? 'auto' : 0} />
      ))}
    </div>
  )
}

import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './bones.module.css'

/** The list while it loads: rows of the right size, so that nothing jumps when they arrive. */
export function Bones() {
  const { t } = useTranslation()
  return (
    <div className={classes.bones} role="status" aria-label={t('common.loading')}>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <div key={key} className={classes.row}>
          <Skeleton height={36} circle />
          <div className={classes.words}>
            <Skeleton height={11} width="45%" />
            <Skeleton height={11} width="85%" />
          </div>
        </div>
      ))}
    </div>
  )
}

import { useTranslation } from '../i18n/use-translation.ts'
import classes from './thread-bones.module.css'

const WIDTHS = ['46%', '30%', '52%', '24%', '38%'] as const

export function ThreadBones() {
  const { t } = useTranslation()
  return (
    <div className={classes.bones} role="status" aria-label={t('common.loading')}>
      {WIDTHS.map((width) => (
        <span key={width} className={classes.bone} style={{ width }} />
      ))}
    </div>
  )
}

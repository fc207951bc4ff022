import { useTranslation } from '../i18n/use-translation.ts'
import classes from './bones.module.css'

/** The list while it loads: rows of the right size, so that nothing jumps when they arrive. */
export function Bones() {
  const { t } = useTranslation()
  return (
    <div className={classes.bones} role="status" aria-label={t('common.loading')}>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <div key={key} className={classes.row}>
          <span className={classes.face} />
          <div className={classes.words}>
            <span className={classes.bone} style={{ width: '45%' }} />
            <span className={classes.bone} style={{ width: '85%' }} />
          </div>
        </div>
      ))}
    </div>
  )
}

import { useTranslation } from '../i18n/use-translation.ts'
import classes from './load-bar.module.css'

/** How much of an agent's room is taken. */
export function LoadBar({ active, max }: { active: number; max: number }) {
  const { t } = useTranslation()
  const part = max > 0 ? Math.min(1, active / max) : 1
  return (
    <span className={classes.load} data-full={active >= max || undefined}>
      <span className={classes.words}>{t('shell.load', { active, max })}</span>
      <span className={classes.bar} aria-hidden="true">
        <span style={{ width: `${part * 100}%` }} />
      </span>
    </span>
  )
}

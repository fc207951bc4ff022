import { Button } from '@mantine/core'
import { useTranslation } from '../i18n/use-translation.ts'
import { HELD_MS } from './held-sends.ts'
import classes from './held-bar.module.css'

/** A reply that can still be taken back. */
export function HeldBar({ onUndo }: { onUndo: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={classes.bar} role="status">
      <span className={classes.progress} style={{ animationDuration: `${HELD_MS}ms` }} aria-hidden="true" />
      <span>{t('composer.held')}</span>
      <Button size="compact-sm" variant="default" onClick={onUndo}>
        {t('common.undo')}
      </Button>
    </div>
  )
}

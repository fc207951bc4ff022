import { IconMessageCircle } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './conversation-pane.module.css'

/** The pane beside a list while nothing is open. */
export function NothingOpen() {
  const { t } = useTranslation()
  return (
    <div className={classes.empty}>
      <IconMessageCircle size={40} stroke={1.2} aria-hidden className={classes.icon} />
      <p className={classes.title}>{t('conversation.none')}</p>
      <p className={classes.text}>{t('conversation.noneHint')}</p>
    </div>
  )
}

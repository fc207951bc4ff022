import type { InboxView } from '@biometrics/chat-client'
import { useTranslation } from 'react-i18next'
import { VIEW_ICONS } from '../shell/view-links.ts'
import classes from './empty-list.module.css'

export function EmptyList({ view }: { view: InboxView }) {
  const { t } = useTranslation()
  const Icon = VIEW_ICONS[view]
  return (
    <div className={classes.empty}>
      <span className={classes.icon}>
        <Icon size={26} stroke={1.5} aria-hidden />
      </span>
      <p className={classes.title}>{t(`empty.${view}.title`)}</p>
      <p className={classes.text}>{t(`empty.${view}.text`)}</p>
    </div>
  )
}

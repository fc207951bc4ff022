import type { InboxView } from '@biometrics/chat-client'
import { useTranslation } from '../i18n/use-translation.ts'
import { viewIcon } from '../shell/view-links.ts'
import classes from './empty-list.module.css'
import { isFixedView, queryInView } from './views.ts'

export function EmptyList({ view }: { view: InboxView }) {
  const { t } = useTranslation()
  const Icon = viewIcon(view)
  const key = isFixedView(view) ? view : queryInView(view) === null ? 'group' : 'filtered'
  return (
    <div className={classes.empty}>
      <span className={classes.icon}>
        <Icon size={26} stroke={1.5} aria-hidden />
      </span>
      <p className={classes.title}>{t(`empty.${key}.title`)}</p>
      <p className={classes.text}>{t(`empty.${key}.text`)}</p>
    </div>
  )
}

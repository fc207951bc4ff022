import type { CSSProperties } from 'react'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from '../i18n/use-translation.ts'
import { Resizer, usePanelWidth } from '../shell/resizer.tsx'
import { ConversationList } from './conversation-list.tsx'
import classes from './inbox-screen.module.css'
import { useOpenConversationId, useView } from './views.ts'

/** The list and, beside it or on a phone instead of it, the open conversation. */
export function InboxScreen() {
  const { t } = useTranslation()
  const view = useView()
  const size = usePanelWidth('list')
  const open = useOpenConversationId() !== null
  return (
    <div
      className={classes.screen}
      data-open={open || undefined}
      style={size.width === null ? undefined : ({ '--list': `${size.width}px` } as CSSProperties)}
    >
      <ConversationList key={view} view={view} />
      <Resizer label={t('shell.listWidth')} panel="left" min={240} max={560} size={size} />
      <div className={classes.pane}>
        <Outlet />
      </div>
    </div>
  )
}

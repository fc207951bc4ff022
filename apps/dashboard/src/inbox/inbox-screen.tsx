import { Outlet } from '@tanstack/react-router'
import { ConversationList } from './conversation-list.tsx'
import classes from './inbox-screen.module.css'
import { useOpenConversationId, useView } from './views.ts'

/** The list and, beside it or on a phone instead of it, the open conversation. */
export function InboxScreen() {
  const view = useView()
  const open = useOpenConversationId() !== null
  return (
    <div className={classes.screen} data-open={open || undefined}>
      <ConversationList key={view} view={view} />
      <div className={classes.pane}>
        <Outlet />
      </div>
    </div>
  )
}

import { Outlet, useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { KeyHelp } from '../commands/key-help.tsx'
import { useOpenConversationId } from '../inbox/views.ts'
import { useLiveMentions } from '../mentions/use-mentions.ts'
import { useNotices } from '../notices/use-notices.ts'
import { SignedInContext, useAgentState } from '../session/use-client.ts'
import { BottomBar } from './bottom-bar.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { Refused } from './refused.tsx'
import classes from './shell.module.css'
import { SideBar } from './side-bar.tsx'
import { useActivity } from './use-activity.ts'
import { useShellCommands } from './use-shell-commands.ts'
import { useTitle } from './use-title.ts'

export function Shell() {
  const { signedIn } = useRouteContext({ from: '/signed-in' })
  return (
    <SignedInContext value={signedIn}>
      <Frame />
    </SignedInContext>
  )
}

function Frame() {
  const { t } = useTranslation()
  const connection = useAgentState((state) => state.connection)
  const conversationId = useOpenConversationId()
  useTitle()
  useNotices()
  useActivity()
  useLiveMentions()
  useShellCommands()
  if (connection.status === 'refused') return <Refused error={connection.error} />
  return (
    <div className={classes.frame} data-conversation-open={conversationId !== null || undefined}>
      <a className={classes.skip} href="#main">
        {t('shell.skip')}
      </a>
      <SideBar />
      <div className={classes.column}>
        <ConnectionBanner />
        <main id="main" tabIndex={-1} className={classes.main}>
          <Outlet />
        </main>
      </div>
      <BottomBar />
      <KeyHelp />
    </div>
  )
}

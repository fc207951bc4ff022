import { Outlet, useRouteContext } from '@tanstack/react-router'
import { lazy, memo, Suspense } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { KeyHelp } from '../commands/key-help.tsx'
import { useOpenConversationId } from '../inbox/views.ts'
import { useLiveMentions } from '../mentions/use-mentions.ts'
import { useNotices } from '../notices/use-notices.ts'
import { SignedInContext, useAgentState } from '../session/use-client.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import { Refused } from './refused.tsx'
import classes from './shell.module.css'
import { SideBar } from './side-bar.tsx'
import { useActivity } from './use-activity.ts'
import { useNarrow } from './use-narrow.ts'
import { useShellCommands } from './use-shell-commands.ts'
import { useTitle } from './use-title.ts'

/** Wider screens never need it. */
const BottomBar = lazy(() => import('./bottom-bar.tsx'))

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
  const refusal = useAgentState(({ connection }) =>
    connection.status === 'refused' ? connection.error : null,
  )
  const conversationId = useOpenConversationId()
  if (refusal) return <Refused error={refusal} />
  return (
    <div className={classes.frame} data-conversation-open={conversationId !== null || undefined}>
      <Unseen />
      <a className={classes.skip} href="#main">
        {t('shell.skip')}
      </a>
      <Side />
      <div className={classes.column}>
        <ConnectionBanner />
        <main id="main" tabIndex={-1} className={classes.main}>
          <Outlet />
        </main>
      </div>
      <Bottom />
      <KeyHelp />
    </div>
  )
}

/** What goes on wherever one is. By itself, so that what it hears draws nothing else anew. */
function Unseen(): null {
  useTitle()
  useNotices()
  useActivity()
  useLiveMentions()
  useShellCommands()
  return null
}

const Side = memo(SideBar)

/** An open conversation takes the whole screen of a phone. */
const Bottom = memo(function Bottom() {
  const narrow = useNarrow()
  const open = useOpenConversationId() !== null
  return narrow && !open ? (
    <Suspense>
      <BottomBar />
    </Suspense>
  ) : null
})

import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { Composer } from '../composer/composer.tsx'
import { FileDrop } from '../composer/file-drop.tsx'
import { useReadMentions } from '../mentions/use-mentions.ts'
import { useOpenConversationId, useView } from '../inbox/views.ts'
import { explain } from '../session/explain.ts'
import { useAgentState, useClient } from '../session/use-client.ts'
import { useStateFor } from '../shell/use-state-for.ts'
import { Resizer, usePanelWidth } from '../shell/resizer.tsx'
import classes from './conversation-pane.module.css'
import { Details } from './details.tsx'
import { Header } from './header.tsx'
import { Thread } from './thread.tsx'
import { usePast } from './use-past.ts'
import { ThreadBones } from './thread-bones.tsx'
import { TypingLine } from './typing-line.tsx'

const DetailsDrawer = lazy(() => import('./details-drawer.tsx'))

const DETAILS_KEY = 'biometrics-chat:details'
/** From here on there is room for the details beside the conversation. */
const WIDE = '(min-width: 1400px)'

export function ConversationPane() {
  const id = useOpenConversationId()
  return id === null ? null : <OpenConversation id={id} />
}

/** Changed in place where another one is opened: what has a state of its own begins anew with the id. */
function OpenConversation({ id }: { id: string }) {
  const { t } = useTranslation()
  const [failure, tryAgain] = useOpen(id)
  const thread = useAgentState((state) => state.threads[id])
  const past = usePast(thread)
  const details = useDetails(id)
  const size = usePanelWidth('details')
  useReadMentions(id)
  const wasThere = useRef<string>(null)
  useEffect(() => {
    // Erased while it was on the screen: asked for again, the server says so.
    if (!thread && wasThere.current === id) tryAgain()
    wasThere.current = thread ? id : null
  })

  if (!thread) return failure === null ? <ThreadBones /> : <NotOpened failure={failure} tryAgain={tryAgain} />
  const unloaded = thread.messages.length === 0 && thread.history !== 'complete'
  return (
    <>
      <FileDrop
        conversationId={id}
        disabled={thread.conversation.status === 'closed'}
        className={classes.conversation}
        aria-label={t('conversation.label')}
      >
        <Header conversation={thread.conversation} details={details} />
        {!unloaded ? (
          <Thread key={`${id} ${past ? 'past' : 'live'}`} thread={past?.thread ?? thread} past={past} />
        ) : failure === null ? (
          <ThreadBones />
        ) : (
          <NotOpened failure={failure} tryAgain={tryAgain} />
        )}
        <TypingLine typing={thread.typing} visitor={thread.conversation.visitor} />
        <Composer conversation={thread.conversation} />
      </FileDrop>
      {details.wide
        ? details.open && (
            <>
              <Resizer label={t('details.width')} panel="right" min={240} max={560} size={size} />
              <Details key={id} conversation={thread.conversation} ready={!unloaded} width={size.width} />
            </>
          )
        : details.open && (
            <Suspense>
              <DetailsDrawer conversation={thread.conversation} onClose={details.toggle} />
            </Suspense>
          )}
    </>
  )
}

/** Keeps the conversation live while it is on the screen. */
function useOpen(id: string): [failure: unknown, tryAgain: () => void] {
  const client = useClient()
  const [attempt, setAttempt] = useState(0)
  const [failure, setFailure] = useStateFor<unknown>(id, () => null)
  useEffect(() => {
    let onScreen = true
    setFailure(null)
    client.open(id).catch((error: unknown) => onScreen && setFailure(error))
    return () => {
      onScreen = false
      client.leave(id)
    }
  }, [client, id, attempt, setFailure])
  return [failure, () => setAttempt((before) => before + 1)]
}

export interface DetailsPanel {
  wide: boolean
  open: boolean
  toggle: () => void
}

/** Beside the conversation the panel stays as it was left; over it, it is opened when wanted. */
function useDetails(id: string): DetailsPanel {
  const wide = useMediaQuery(WIDE, window.matchMedia(WIDE).matches) ?? false
  const [beside, setBeside] = useState(() => localStorage.getItem(DETAILS_KEY) !== 'closed')
  const [over, setOver] = useStateFor(id, () => false)
  const toggle = () => {
    if (!wide) return setOver(!over)
    localStorage.setItem(DETAILS_KEY, beside ? 'closed' : 'open')
    setBeside(!beside)
  }
  return { wide, open: wide ? beside : over, toggle }
}

function NotOpened({ failure, tryAgain }: { failure: unknown; tryAgain: () => void }) {
  const { t } = useTranslation()
  const view = useView()
  return (
    <div className={classes.empty} role="alert">
      <p className={classes.title}>{t('conversation.failed')}</p>
      <p className={classes.text}>{explain(failure, t)}</p>
      <Button variant="default" onClick={tryAgain}>
        {t('common.tryAgain')}
      </Button>
      <Link to="/inbox/$view" params={{ view }}>
        {t('conversation.back')}
      </Link>
    </div>
  )
}

import type { Draft, Thread } from '@biometrics/chat-client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Composer } from '../composer/composer.tsx'
import { MessageList } from '../messages/message-list.tsx'
import buttons from '../shell/button.module.css'
import { MORE, Icon } from '../shell/icons.tsx'
import { useChat, useClientState, useSettings, useSurroundings, useTexts } from '../shell/context.tsx'
import { lazy } from '../shell/lazy.tsx'
import { LostConnection } from '../shell/lost-connection.tsx'
import { Presence, useOnline } from '../shell/presence.tsx'
import { TopBar } from '../shell/top-bar.tsx'
import type { Answers } from '../prechat/form-fields.ts'
import { StartingList } from './starting-list.tsx'
import { Welcome } from './welcome.tsx'

const SeenTyping = lazy(() => import('../composer/seen-typing.tsx'))
const QueueLine = lazy(() => import('./queue-line.tsx'))
const Menu = lazy(() => import('./menu.tsx'))
const Ended = lazy(() => import('../rating/ended.tsx'))
const MessageForm = lazy(() => import('../prechat/message-form.tsx'))
const PrechatForm = lazy(() => import('../prechat/prechat-form.tsx'))

/** One conversation; without a key, the one that the next message begins. */
export function ConversationScreen({ conversationKey: key }: { conversationKey: string | undefined }) {
  const { chat, visit } = useChat()
  const { prechatForm } = useSettings()
  const { tell } = useSurroundings()
  const texts = useTexts()
  const state = useClientState()
  const thread = key === undefined ? undefined : state.threads[key]
  const conversation = thread?.conversation
  const closed = conversation?.status === 'closed'
  const [answers, setAnswers] = useState<Answers>()
  const seen = state.session?.config.typingPreview
  const leavesMessage = key === undefined && state.session?.accepts === 'message'
  const asks = key === undefined && !leavesMessage && prechatForm?.enabled === true && !answers
  // Until then it is only what was known once.
  useOpened(state.answered ? thread : undefined)

  const appName = state.session?.config.name ?? texts.someone
  return (
    <>
      <TopBar
        title={conversation?.agentName ?? appName}
        picture={conversation?.agentPicture}
        online={useOnline()}
        onBack={() => chat.show({ name: 'home' })}
        actions={thread && <MenuButton thread={thread} />}
      >
        <Presence />
      </TopBar>
      <LostConnection />
      {conversation?.queue && <QueueLine queue={conversation.queue} />}
      {thread ? (
        <MessageList key={conversation?.id} thread={thread} />
      ) : key === undefined ? (
        <Welcome>
          {leavesMessage && (
            <MessageForm
              onSend={(text, who) => {
                const draft: Draft = { type: 'text', content: { text } }
                tell('offline:submit', { text, ...who })
                chat.say(draft, undefined, { ...answers, ...who })
              }}
            />
          )}
          {asks && (
            <PrechatForm
              form={prechatForm}
              onAnswers={(given, isAsked) => {
                setAnswers(given)
                if (isAsked) tell('prechat:submit', given)
              }}
            />
          )}
        </Welcome>
      ) : (
        <StartingList />
      )}
      {closed && conversation ? (
        <Ended conversation={conversation} />
      ) : (
        !asks &&
        !leavesMessage && (
          <>
            <Composer
              key={visit}
              draftKey={key ?? 'new'}
              onSend={(draft) => {
                chat.say(draft, key, key === undefined ? answers : undefined)
              }}
              onTyping={(typing) => {
                // With the words themselves it is told by the part that says so to the visitor.
                if (conversation && !(typing && seen))
                  chat.state.value.client.setTyping(conversation.id, typing)
              }}
            />
            {seen && <SeenTyping conversationId={conversation?.id} />}
          </>
        )
      )}
    </>
  )
}

function MenuButton({ thread }: { thread: Thread }) {
  const texts = useTexts()
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = useCallback(() => {
    setOpen(false)
    button.current?.focus()
  }, [])
  return (
    <div>
      <button
        ref={button}
        type="button"
        className={buttons.round}
        aria-label={texts.more}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon path={MORE} />
      </button>
      {open && <Menu thread={thread} onClose={close} />}
    </div>
  )
}

/** Loads the thread once it is on the screen, and again with a new client. */
function useOpened(thread: Thread | undefined): void {
  const { client } = useChat()
  const id = thread?.conversation.id
  useEffect(() => {
    // A lost connection only delays it; a refusal shows in the connection.
    if (id) client.open(id).catch(() => {})
  }, [client, id])
}

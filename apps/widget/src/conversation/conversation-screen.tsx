import type { Thread } from '@biometrics/chat-client'
import { useEffect } from 'react'
import { conversationsOf } from '../chat/screen.ts'
import { Composer } from '../composer/composer.tsx'
import { MessageList } from '../messages/message-list.tsx'
import { formFields } from '../prechat/form-fields.ts'
import { PrechatForm } from '../prechat/prechat-form.tsx'
import { Ended } from '../rating/ended.tsx'
import { useChat, useClientState, useSurroundings, useTexts } from '../shell/context.tsx'
import { LostConnection } from '../shell/lost-connection.tsx'
import { Presence, useOnline } from '../shell/presence.tsx'
import { TopBar } from '../shell/top-bar.tsx'
import { EndChat } from './end-chat.tsx'
import { QueueLine } from './queue-line.tsx'
import { StartingList } from './starting-list.tsx'
import { usePrechat } from '../prechat/use-prechat.ts'
import { Welcome } from './welcome.tsx'

/** One conversation; without a key, the one that the next message begins. */
export function ConversationScreen({ conversationKey: key }: { conversationKey: string | undefined }) {
  const { chat, config, visit } = useChat()
  const { tell } = useSurroundings()
  const texts = useTexts()
  const state = useClientState()
  const thread = key === undefined ? undefined : state.threads[key]
  const conversation = thread?.conversation
  const closed = conversation?.status === 'closed'
  const prechat = usePrechat(formFields(config.prechatForm))
  const asks = key === undefined && prechat.asks
  useOpened(thread)

  const appName = state.session?.config.name ?? texts.someone
  const several = conversationsOf(state).length > 0
  return (
    <>
      <TopBar
        title={conversation?.agentName ?? appName}
        online={useOnline()}
        onBack={several ? () => chat.show({ name: 'home' }) : undefined}
        actions={conversation && !closed && <EndChat conversationId={conversation.id} />}
      >
        <Presence />
      </TopBar>
      <LostConnection />
      {conversation?.queue && <QueueLine queue={conversation.queue} />}
      {thread ? (
        <MessageList key={conversation?.id} thread={thread} />
      ) : key === undefined ? (
        <Welcome>{asks && <PrechatForm fields={prechat.fields} onAnswers={prechat.submit} />}</Welcome>
      ) : (
        <StartingList />
      )}
      {closed && conversation ? (
        <Ended conversation={conversation} />
      ) : (
        !asks && (
          <Composer
            key={visit}
            draftKey={key ?? 'new'}
            onSend={(draft) => {
              if (key === undefined && !state.session?.online) tell('offline:submit', draft)
              chat.say(draft, key, key === undefined ? prechat.answers : undefined)
            }}
            onTyping={(typing) => {
              if (conversation) chat.state.value.client.setTyping(conversation.id, typing)
            }}
          />
        )
      )}
    </>
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

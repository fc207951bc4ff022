import type { Conversation } from '@biometrics/chat-protocol'
import { conversationsOf } from '../chat/screen.ts'
import { plural } from '../i18n/texts.ts'
import { shortTime } from '../i18n/times.ts'
import { useChat, useClientState, useLanguage, useAllTexts } from '../shell/context.tsx'
import { useGreeting } from '../shell/greeting.ts'
import { CHAT, Icon } from '../shell/icons.tsx'
import { lazy } from '../shell/lazy.tsx'
import { LostConnection } from '../shell/lost-connection.tsx'
import { Presence, useOnline } from '../shell/presence.tsx'
import { Avatar, CloseButton } from '../shell/top-bar.tsx'
import styles from './home.module.css'
import { summaryOf } from './summary.ts'

const HelpSearch = lazy(() => import('../help/help-search.tsx'))

/** Earlier conversations, the way to another one, and to the answers that are written already. */
export default function Home() {
  const texts = useAllTexts()
  const { chat } = useChat()
  const { greeting, long } = useGreeting()
  const state = useClientState()
  const app = state.session?.config
  const conversations = conversationsOf(state)
  return (
    <>
      <header className={styles.hero}>
        <div className={styles.top}>
          <p className={styles.app}>
            <span className={useOnline() ? styles.online : styles.away} />
            <span className={styles.appName}>{app?.name}</span>
            <span className={styles.presence}>
              <Presence />
            </span>
          </p>
          <CloseButton />
        </div>
        <h1 className={long ? styles.long : styles.greeting}>
          <bdi>{greeting}</bdi>
        </h1>
      </header>
      <LostConnection />
      <section className={styles.list} aria-label={texts.conversations}>
        <button type="button" className={styles.begin} onClick={() => chat.show({ name: 'new' })}>
          {texts.newConversation}
          <span className={styles.go}>
            <Icon path={CHAT} size={22} />
          </span>
        </button>
        {conversations.length > 0 && <h2 className={styles.heading}>{texts.conversations}</h2>}
        <ul>
          {conversations.map((conversation) => (
            <Entry key={conversation.id} conversation={conversation} />
          ))}
        </ul>
        <HelpSearch />
      </section>
    </>
  )
}

function Entry({ conversation }: { conversation: Conversation }) {
  const language = useLanguage()
  const texts = useAllTexts()
  const { chat } = useChat()
  const { session } = useClientState()
  const { id, lastMessage, agentName, agentPicture, subject, unreadCount, status, createdAt } = conversation
  const name = agentName ?? subject ?? session?.config.name ?? texts.someone
  const at = new Date(lastMessage?.timestamp ?? createdAt)
  const words = lastMessage ? summaryOf(lastMessage, texts) : texts.noMessages
  return (
    <li>
      <button
        type="button"
        className={styles.entry}
        onClick={() => chat.show({ name: 'conversation', key: id })}
      >
        <Avatar name={name} picture={agentPicture} />
        <span className={styles.words}>
          <span className={styles.line}>
            <span className={styles.name} dir="auto">
              {name}
            </span>
            <time className={styles.time} dateTime={at.toISOString()}>
              {shortTime(at, new Date(), language)}
            </time>
          </span>
          <span className={styles.line}>
            <span className={unreadCount > 0 ? styles.newWords : styles.lastWords} dir="auto">
              {lastMessage?.senderType === 'user' ? `${texts.you}: ${words}` : words}
            </span>
            {unreadCount > 0 && (
              <span
                className={styles.unread}
                role="img"
                aria-label={plural(texts.unread, unreadCount, language.tag)}
              >
                {unreadCount}
              </span>
            )}
            {status === 'closed' && unreadCount === 0 && <span className={styles.ended}>{texts.ended}</span>}
          </span>
        </span>
      </button>
    </li>
  )
}

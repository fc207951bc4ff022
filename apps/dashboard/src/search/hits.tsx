import type { ConversationStatus, SearchHit, SearchPiece, VisitorHit } from '@biometrics/chat-protocol'
import { IconLock, IconRosetteDiscountCheckFilled } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { dayAndTime, fullTime, shortAge, useNow } from '../i18n/times.ts'
import { visitorName } from '../inbox/visitor-name.ts'
import { useMe } from '../session/use-client.ts'
import { Face } from '../shell/face.tsx'
import screen from '../shell/list-screen.module.css'
import classes from './search.module.css'

const viewOf = (status: ConversationStatus) => (status === 'closed' ? 'closed' : 'open')

export function MessageHits({ hits }: { hits: readonly SearchHit[] }) {
  const { t } = useTranslation()
  if (hits.length === 0) return null
  return (
    <section>
      <h2 className={classes.heading}>{t('search.messages')}</h2>
      <ul className={screen.list}>
        {hits.map((hit) => (
          <MessageHit key={hit.message.id} hit={hit} />
        ))}
      </ul>
    </section>
  )
}

function MessageHit({ hit: { message, excerpt, conversation } }: { hit: SearchHit }) {
  const { t } = useTranslation()
  const me = useMe()
  const time = Date.parse(message.timestamp)
  const name = visitorName(conversation.visitor, t)
  const isNote = message.visibility === 'note'
  return (
    <li>
      <Link
        to="/conversations/$conversationId"
        params={{ conversationId: conversation.id }}
        search={{ view: viewOf(conversation.status), at: message.seq }}
        className={classes.hit}
      >
        <Face id={conversation.visitor.id} name={name} size={34} />
        <span className={screen.words}>
          <span className={screen.line}>
            <span className={classes.name}>{name}</span>
            <span className={classes.status}>{standing(conversation, t)}</span>
            <time className={screen.time} dateTime={message.timestamp} title={fullTime(time)}>
              {dayAndTime(time)}
            </time>
          </span>
          <span className={`${screen.excerpt} ${classes.excerpt}`} data-note={isNote || undefined}>
            {isNote && <IconLock size={13} stroke={2} aria-label={t('search.note')} role="img" />}
            <span className={classes.sender}>{`${senderOf(message, me.id, t)}: `}</span>
            <Marked pieces={excerpt} />
          </span>
        </span>
      </Link>
    </li>
  )
}

function standing({ status, agentName }: SearchHit['conversation'], t: TFunction): string {
  return status === 'queued'
    ? t('views.unassignedShort')
    : status === 'closed'
      ? t('status.closed')
      : (agentName ?? t('status.nobody'))
}

function senderOf({ senderType, senderId, senderName }: SearchHit['message'], myId: string, t: TFunction) {
  if (senderId === myId) return t('preview.you')
  return senderName ?? (senderType === 'user' ? t('search.visitor') : t('search.someone'))
}

export function PeopleHits({ hits }: { hits: readonly VisitorHit[] }) {
  const { t } = useTranslation()
  if (hits.length === 0) return null
  return (
    <section>
      <h2 className={classes.heading}>{t('search.people')}</h2>
      <ul className={`${screen.list} ${classes.people}`}>
        {hits.map((hit) => (
          <Person key={hit.visitor.id} hit={hit} />
        ))}
      </ul>
    </section>
  )
}

function Person({ hit: { visitor, name, conversations, lastConversation } }: { hit: VisitorHit }) {
  const { t } = useTranslation()
  const now = useNow()
  const words = (
    <>
      <Face id={visitor.id} name={visitorName(visitor, t)} size={34} />
      <span className={screen.words}>
        <span className={screen.line}>
          <span className={classes.name}>
            <Marked pieces={name} />
          </span>
          {visitor.verified && (
            <IconRosetteDiscountCheckFilled size={15} role="img" aria-label={t('visitor.verified')} />
          )}
          <span className={screen.time}>{shortAge(Date.parse(visitor.lastSeenAt), now, t)}</span>
        </span>
        <span className={classes.sender}>
          {lastConversation ? t('search.conversations', { count: conversations }) : t('search.neverWrote')}
          {visitor.name !== null && visitor.email !== null && ` · ${visitor.email}`}
        </span>
      </span>
    </>
  )
  return (
    <li>
      {lastConversation ? (
        <Link
          to="/conversations/$conversationId"
          params={{ conversationId: lastConversation.id }}
          search={{ view: viewOf(lastConversation.status) }}
          className={classes.hit}
        >
          {words}
        </Link>
      ) : (
        <span className={classes.hit}>{words}</span>
      )}
    </li>
  )
}

function Marked({ pieces }: { pieces: readonly SearchPiece[] }) {
  return (
    <span dir="auto">
      {pieces.map(({ text, hit }, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text do not move
        hit ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
      )}
    </span>
  )
}

import type { InboxView } from '@biometrics/chat-client'
import type { Conversation } from '@biometrics/chat-protocol'
import { IconClockHour4, IconRosetteDiscountCheckFilled, IconUser } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { duration, shortAge, useNow } from '../i18n/times.ts'
import { useAgentState, useMe } from '../session/use-client.ts'
import { Face } from '../shell/face.tsx'
import classes from './conversation-row.module.css'
import { previewSender, previewText } from './preview.ts'
import { PriorityMark } from './priority-mark.tsx'
import { visitorName } from './visitor-name.ts'

export const ConversationRow = memo(function ConversationRow(props: {
  id: string
  view: InboxView
  open: boolean
}) {
  const { id, view, open } = props
  const { t } = useTranslation()
  const conversation = useAgentState((state) => state.conversations.get(id))
  const now = useNow()
  if (!conversation) return <div className={classes.row} />

  const { visitor, lastMessage, unreadCount } = conversation
  const name = visitorName(visitor, t)
  const time = Date.parse(lastMessage?.timestamp ?? conversation.updatedAt)
  return (
    <Link
      to="/conversations/$conversationId"
      params={{ conversationId: id }}
      search={{ view }}
      className={classes.row}
      data-conversation={id}
      data-open={open || undefined}
      data-unread={unreadCount > 0 || undefined}
      aria-current={open ? 'true' : undefined}
    >
      <Face id={visitor.id} name={name} size={36} />
      <span className={classes.words}>
        <span className={classes.line}>
          <span className={classes.name}>{name}</span>
          {visitor.verified && (
            <IconRosetteDiscountCheckFilled
              size={15}
              className={classes.verified}
              aria-label={t('visitor.verified')}
            />
          )}
          <PriorityMark priority={conversation.priority} />
          <time className={classes.time} dateTime={new Date(time).toISOString()}>
            {shortAge(time, now, t)}
          </time>
        </span>
        <span className={classes.line}>
          <Preview conversation={conversation} />
          {unreadCount > 0 && (
            <span className={classes.unread}>
              <span aria-hidden="true">{unreadCount > 99 ? '99+' : unreadCount}</span>
              <span className={classes.hidden}>{t('inbox.unread', { count: unreadCount })}</span>
            </span>
          )}
        </span>
        <Whereabouts conversation={conversation} view={view} now={now} />
      </span>
    </Link>
  )
})

function Preview({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const me = useMe()
  const typing = useAgentState((state) =>
    state.threads[conversation.id]?.typing.some((person) => person.senderType === 'user'),
  )
  if (typing) return <span className={classes.typing}>{t('typing.short')}</span>
  const { lastMessage } = conversation
  if (!lastMessage) return <span className={classes.preview}>{t('preview.nothing')}</span>
  const sender = previewSender(lastMessage, me.id, t)
  return (
    <span className={classes.preview}>
      {sender !== null && <span className={classes.sender}>{`${sender}: `}</span>}
      {previewText(lastMessage, t)}
    </span>
  )
}

/** Where it stands: waiting since when, or with whom. One's own list needs no own name. */
function Whereabouts(props: { conversation: Conversation; view: InboxView; now: number }) {
  const { conversation, view, now } = props
  const { t } = useTranslation()
  const me = useMe()
  if (conversation.status === 'queued') {
    const waiting = duration(now - Date.parse(conversation.createdAt), t)
    return (
      <span className={classes.where} data-waiting>
        <IconClockHour4 size={14} stroke={1.8} aria-hidden />
        {t('inbox.waiting', { time: waiting })}
      </span>
    )
  }
  if (view === 'mine') return null
  const agent = conversation.agentId === me.id ? t('inbox.withYou') : conversation.agentName
  return (
    <span className={classes.where}>
      {agent !== null && <IconUser size={14} stroke={1.8} aria-hidden />}
      {[agent, conversation.status === 'closed' ? closedAs(conversation, t) : null]
        .filter(Boolean)
        .join(' · ')}
    </span>
  )
}

function closedAs(conversation: Conversation, t: TFunction): string {
  return conversation.resolved === false ? t('status.unresolved') : t('status.closed')
}

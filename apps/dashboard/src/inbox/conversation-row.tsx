import type { InboxView } from '@biometrics/chat-client'
import type { Conversation } from '@biometrics/chat-protocol'
import { IconAlarmSnooze, IconMail, IconRosetteDiscountCheckFilled, IconUser } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { memo } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { QueuePlace, Waiting } from '../queue/waiting.tsx'
import { dayAndTime, shortAge, useNow } from '../i18n/times.ts'
import { useAgentState, useMyId } from '../session/use-client.ts'
import { Face } from '../shell/face.tsx'
import classes from './conversation-row.module.css'
import { selection, useIsChoosing, useIsChosen } from './selection.ts'
import { previewSender, previewText } from './preview.ts'
import { RowLink } from './row-link.tsx'
import { PriorityMark } from './priority-mark.tsx'
import { visitorName } from './visitor-name.ts'

export const ConversationRow = memo(function ConversationRow(props: {
  id: string
  view: InboxView
  open: boolean
}) {
  const { id, view, open } = props
  const { t } = useTranslation()
  const myId = useMyId()
  const conversation = useAgentState((state) => state.conversations.get(id))
  const now = useNow()
  const chosen = useIsChosen(id)
  const choosing = useIsChoosing()
  if (!conversation) return <div className={classes.row} />

  const { visitor, lastMessage, unreadCount } = conversation
  const name = visitorName(visitor, t)
  const time = Date.parse(lastMessage?.timestamp ?? conversation.updatedAt)
  return (
    <div className={classes.item} data-choosing={choosing || undefined}>
      <RowLink
        id={id}
        view={view}
        className={classes.row}
        data-conversation={id}
        data-open={open || undefined}
        data-chosen={chosen || undefined}
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
            <Preview conversation={conversation} myId={myId} t={t} />
            {unreadCount > 0 && (
              <span className={classes.unread}>
                <span aria-hidden="true">{unreadCount > 99 ? '99+' : unreadCount}</span>
                <span className={classes.hidden}>{t('inbox.unread', { count: unreadCount })}</span>
              </span>
            )}
          </span>
          <Whereabouts conversation={conversation} view={view} myId={myId} t={t} />
        </span>
      </RowLink>
      {/* With a key it is marked by X on its row. */}
      <input
        type="checkbox"
        className={classes.mark}
        checked={chosen}
        tabIndex={choosing ? 0 : -1}
        aria-label={t('inbox.mark', { name })}
        onChange={(event) =>
          selection.toggle(id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
        }
      />
    </div>
  )
})

interface PartProps {
  conversation: Conversation
  myId: string
  t: TFunction
}

function Preview({ conversation, myId, t }: PartProps) {
  const typing = useAgentState((state) =>
    state.threads[conversation.id]?.typing.some((person) => person.senderType === 'user'),
  )
  if (typing) return <span className={classes.typing}>{t('typing.short')}</span>
  const { lastMessage } = conversation
  if (!lastMessage) return <span className={classes.preview}>{t('preview.nothing')}</span>
  const sender = previewSender(lastMessage, myId, t)
  return (
    <span className={classes.preview}>
      {sender !== null && <span className={classes.sender}>{`${sender}: `}</span>}
      {previewText(lastMessage, t)}
    </span>
  )
}

/** Where it stands: waiting since when, or with whom. One's own list needs no own name. */
function Whereabouts({ conversation, view, myId, t }: PartProps & { view: InboxView }) {
  const { status } = conversation
  if (status === 'queued') {
    return (
      <span className={classes.where} data-waiting>
        {conversation.isMessage ? (
          <>
            <IconMail size={14} stroke={1.8} aria-hidden />
            {t('queue.message')}
          </>
        ) : (
          <Waiting conversation={conversation} />
        )}
        {view === 'unassigned' && (
          <span className={classes.place}>
            <QueuePlace conversation={conversation} />
          </span>
        )}
      </span>
    )
  }
  if (view === 'mine') return null
  const agent = conversation.agentId === myId ? t('inbox.withYou') : conversation.agentName
  const until = status === 'snoozed' ? snoozedAs(conversation, t) : null
  return (
    <span className={classes.where}>
      {status === 'snoozed' ? (
        <IconAlarmSnooze size={14} stroke={1.8} aria-hidden />
      ) : (
        agent !== null && <IconUser size={14} stroke={1.8} aria-hidden />
      )}
      {[until, agent, status === 'closed' ? closedAs(conversation, t) : null].filter(Boolean).join(' · ')}
    </span>
  )
}

function snoozedAs({ snoozedUntil }: Conversation, t: TFunction): string {
  return snoozedUntil === null
    ? t('snooze.untilVisitor')
    : t('snooze.untilTime', { time: dayAndTime(Date.parse(snoozedUntil)) })
}

function closedAs(conversation: Conversation, t: TFunction): string {
  if (conversation.closedReason === 'abandoned') return t('status.abandoned')
  return conversation.resolved === false ? t('status.unresolved') : t('status.closed')
}

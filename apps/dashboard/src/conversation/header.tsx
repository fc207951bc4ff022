import type { Conversation } from '@biometrics/chat-protocol'
import { IconChevronLeft, IconLayoutSidebarRight, IconRosetteDiscountCheckFilled } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../i18n/use-translation.ts'
import { dayAndTime } from '../i18n/times.ts'
import { PriorityMark } from '../inbox/priority-mark.tsx'
import { useView } from '../inbox/views.ts'
import { visitorName } from '../inbox/visitor-name.ts'
import { useMacroCommands } from '../macros/use-macro-commands.ts'
import { QueuePlace, Waiting } from '../queue/waiting.tsx'
import { useMe } from '../session/use-client.ts'
import { Face } from '../shell/face.tsx'
import { IconButton } from '../shell/icon-button.tsx'
import { Actions } from './actions.tsx'
import type { DetailsPanel } from './conversation-pane.tsx'
import classes from './header.module.css'
import { Lookers } from './lookers.tsx'

export function Header({ conversation, details }: { conversation: Conversation; details: DetailsPanel }) {
  const { t } = useTranslation()
  useMacroCommands(conversation)
  const view = useView()
  const name = visitorName(conversation.visitor, t)
  return (
    <header className={classes.header}>
      <Link to="/inbox/$view" params={{ view }} className={classes.back} aria-label={t('conversation.back')}>
        <IconChevronLeft size={24} stroke={1.8} aria-hidden />
      </Link>
      <span className={classes.face}>
        <Face id={conversation.visitor.id} name={name} size={36} />
      </span>
      <div className={classes.words}>
        <div className={classes.line}>
          <h2 className={classes.name}>{name}</h2>
          {conversation.visitor.verified && (
            <IconRosetteDiscountCheckFilled
              size={17}
              className={classes.verified}
              role="img"
              aria-label={t('visitor.verified')}
            />
          )}
          <PriorityMark priority={conversation.priority} />
        </div>
        <Standing conversation={conversation} />
      </div>
      <Lookers key={conversation.id} conversationId={conversation.id} />
      <Actions conversation={conversation} details={details} />
      <IconButton
        onClick={details.toggle}
        aria-label={t('details.title')}
        aria-expanded={details.open}
        title={t('details.title')}
      >
        <IconLayoutSidebarRight size={20} stroke={1.7} />
      </IconButton>
    </header>
  )
}

/** Its status and its agent in a few words. */
function Standing({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const me = useMe()
  const { status, snoozedUntil, resolved, closedReason } = conversation
  const agent =
    conversation.agentId === me.id ? t('inbox.withYou') : (conversation.agentName ?? t('status.nobody'))
  const words = {
    active: agent,
    snoozed: `${
      snoozedUntil === null
        ? t('snooze.untilVisitor')
        : t('snooze.untilTime', { time: dayAndTime(Date.parse(snoozedUntil)) })
    } · ${agent}`,
    closed: `${
      closedReason === 'abandoned'
        ? t('status.abandoned')
        : resolved === false
          ? t('status.unresolved')
          : t('status.closed')
    } · ${agent}`,
  }
  return (
    <p className={classes.standing} data-status={status}>
      {status !== 'queued' && <span className={classes.dot} aria-hidden="true" />}
      {status !== 'queued' ? (
        <span>{words[status]}</span>
      ) : conversation.isMessage ? (
        <span>{t('queue.message')}</span>
      ) : (
        <>
          <Waiting conversation={conversation} />
          <QueuePlace conversation={conversation} />
        </>
      )}
    </p>
  )
}

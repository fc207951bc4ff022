import type { Conversation } from '@biometrics/chat-protocol'
import { ActionIcon } from '@mantine/core'
import { IconUserShare } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { shortAge, useNow } from '../i18n/times.ts'
import { previewText } from '../inbox/preview.ts'
import { PriorityMark } from '../inbox/priority-mark.tsx'
import { visitorName } from '../inbox/visitor-name.ts'
import { Waiting } from '../queue/waiting.tsx'
import type { BoardActions } from './board-screen.tsx'
import classes from './conversation-card.module.css'
import { useDraggable } from './drag.ts'

/** One conversation, to be picked up; the button beside it does the same without a mouse. */
export function ConversationCard(props: { conversation: Conversation; actions: BoardActions }) {
  const { conversation, actions } = props
  const { t } = useTranslation()
  const now = useNow()
  const [element, dragged] = useDraggable(conversation.id)
  const name = visitorName(conversation.visitor, t)
  const { lastMessage, status, unreadCount } = conversation
  return (
    <li ref={element} className={classes.card} data-dragged={dragged || undefined}>
      <Link
        to="/conversations/$conversationId"
        params={{ conversationId: conversation.id }}
        search={{ view: status === 'queued' ? 'unassigned' : 'open' }}
        className={classes.link}
        draggable={false}
      >
        <span className={classes.line}>
          <span className={classes.name}>{name}</span>
          <PriorityMark priority={conversation.priority} />
          {status !== 'queued' && (
            <span className={classes.time}>
              {shortAge(Date.parse(lastMessage?.timestamp ?? conversation.updatedAt), now, t)}
            </span>
          )}
        </span>
        {status === 'queued' ? (
          <span className={classes.waiting}>
            {conversation.isMessage ? t('queue.message') : <Waiting conversation={conversation} />}
          </span>
        ) : (
          <span className={classes.preview} data-unread={unreadCount > 0 || undefined}>
            {lastMessage ? previewText(lastMessage, t) : t('preview.nothing')}
          </span>
        )}
      </Link>
      <ActionIcon
        className={classes.assign}
        size={30}
        aria-label={t('board.assign', { name })}
        title={t('board.assign', { name })}
        onClick={() => actions.assign(conversation.id)}
      >
        <IconUserShare size={17} stroke={1.7} />
      </ActionIcon>
    </li>
  )
}

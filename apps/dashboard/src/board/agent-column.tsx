import type { AgentPresence, Conversation } from '@biometrics/chat-protocol'
import { useTranslation } from 'react-i18next'
import { duration, useNow } from '../i18n/times.ts'
import { Face } from '../shell/face.tsx'
import { LoadBar } from '../shell/load-bar.tsx'
import { StatusDot } from '../shell/status-dot.tsx'
import classes from './agent-column.module.css'
import type { BoardActions } from './board-screen.tsx'
import { ConversationCard } from './conversation-card.tsx'
import { useDropTarget } from './drag.ts'

/** One agent: there or not and since when, how full, and with whom. */
export function AgentColumn(props: {
  agent: AgentPresence
  conversations: readonly Conversation[]
  actions: BoardActions
}) {
  const { agent, conversations, actions } = props
  const { t } = useTranslation()
  const now = useNow()
  const [element, over] = useDropTarget<HTMLLIElement>(
    (id) => conversations.some((conversation) => conversation.id === id),
    (conversationId) => actions.give(conversationId, agent.id),
  )
  const since = agent.since && duration(Math.max(0, now - Date.parse(agent.since)), t)
  return (
    <li
      ref={element}
      className={classes.agent}
      data-status={agent.status}
      data-over={over || undefined}
      data-agent={agent.id}
      aria-label={agent.name}
    >
      <div className={classes.head}>
        <Face id={agent.id} name={agent.name} picture={agent.picture} size={36} />
        <span className={classes.words}>
          <span className={classes.name}>{agent.name}</span>
          <span className={classes.status}>
            <StatusDot status={agent.status} />
            {since
              ? t('board.since', { status: t(`agentStatus.${agent.status}`), time: since })
              : t(`agentStatus.${agent.status}`)}
          </span>
        </span>
        <LoadBar active={agent.activeChats} max={agent.maxChats} />
      </div>
      {conversations.length > 0 ? (
        <ul className={classes.cards}>
          {conversations.map((conversation) => (
            <ConversationCard key={conversation.id} conversation={conversation} actions={actions} />
          ))}
        </ul>
      ) : (
        <p className={classes.nothing}>{t('board.nothing')}</p>
      )}
    </li>
  )
}

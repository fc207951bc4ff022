import type { Conversation } from '@biometrics/chat-protocol'
import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BoardActions } from './board-screen.tsx'
import classes from './board-screen.module.css'
import { ConversationCard } from './conversation-card.tsx'
import { useDropTarget } from './drag.ts'

/** Who waits, next one first; what is put down here goes back to its queue. */
export function QueueColumn(props: {
  queued: readonly Conversation[]
  loading: boolean
  actions: BoardActions
}) {
  const { queued, loading, actions } = props
  const { t } = useTranslation()
  const [element, over] = useDropTarget<HTMLElement>(
    (id) => queued.some((conversation) => conversation.id === id),
    actions.release,
  )
  return (
    <section
      ref={element}
      className={classes.queue}
      data-over={over || undefined}
      aria-label={t('board.queue')}
    >
      <h2 className={classes.queueTitle}>
        {t('board.queue')}
        <span className={classes.count}>{queued.length}</span>
      </h2>
      {loading ? (
        <div role="status" aria-label={t('common.loading')} className={classes.bones}>
          <Skeleton height={54} radius="md" />
          <Skeleton height={54} radius="md" />
        </div>
      ) : queued.length === 0 ? (
        <p className={classes.nobody}>{t('empty.unassigned.title')}</p>
      ) : (
        <ul className={classes.cards}>
          {queued.map((conversation) => (
            <ConversationCard key={conversation.id} conversation={conversation} actions={actions} />
          ))}
        </ul>
      )}
    </section>
  )
}

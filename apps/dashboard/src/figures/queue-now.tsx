import type { LiveMetrics, QueueReply } from '@biometrics/chat-protocol'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { stopwatch, useSeconds } from '../i18n/times.ts'
import { groupsQuery } from '../session/queries.ts'
import { rest } from '../session/rest.ts'
import classes from './figures.module.css'
import { useTexts } from './use-texts.ts'

const SHOWN = 8

/** Who waits, longest first in line; asked anew when the live figures say that it is another queue. */
export function QueueNow({ groupId, live }: { groupId: string | null; live: LiveMetrics | null }) {
  const t = useTexts()
  const now = useSeconds()
  const { data } = useQuery({
    queryKey: ['figures', 'queue', groupId, live?.queueSize, live?.longestWaitSince, live?.waitTime.n],
    queryFn: () => rest<QueueReply>('GET', `/queue?limit=${SHOWN}${groupId ? `&groupId=${groupId}` : ''}`),
    enabled: live !== null,
    placeholderData: keepPreviousData,
  })
  const { data: groups = [] } = useQuery(groupsQuery)
  const more = (live?.queueSize ?? 0) - (data?.items.length ?? 0)
  return (
    <section className={classes.panel} aria-labelledby="figures-queue">
      <h2 className={classes.panelTitle} id="figures-queue">
        {t('live.queue')}
      </h2>
      {data && data.items.length === 0 && <p className={classes.quiet}>{t('live.nobody')}</p>}
      <ol className={classes.rows}>
        {data?.items.map(({ conversation, position }) => (
          <li key={conversation.id}>
            <Link
              className={classes.row}
              to="/conversations/$conversationId"
              params={{ conversationId: conversation.id }}
              search={{ view: 'unassigned' }}
            >
              <span className={classes.place}>{position}</span>
              <span className={classes.grow}>{conversation.visitor.name ?? t('behind.unnamed')}</span>
              {groups.length > 1 && groupId === null && (
                <span className={classes.small}>
                  {groups.find(({ id }) => id === conversation.groupId)?.name}
                </span>
              )}
              <span className={classes.age}>
                {stopwatch(now - Date.parse(conversation.queuedAt ?? conversation.createdAt))}
              </span>
            </Link>
          </li>
        ))}
      </ol>
      {more > 0 && data && <p className={classes.quiet}>{t('live.more', { count: more })}</p>}
    </section>
  )
}

import type { Mention, MentionReply } from '@biometrics/chat-protocol'
import { Alert, Button, Skeleton } from '@mantine/core'
import { IconAt } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../i18n/use-translation.ts'
import { dayAndTime, fullTime } from '../i18n/times.ts'
import { visitorName } from '../inbox/visitor-name.ts'
import { explain, showFailure } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { Face } from '../shell/face.tsx'
import { allMentions } from './mentions-query.ts'
import screen from '../shell/list-screen.module.css'
import classes from './mentions.module.css'

/** Every note in which a colleague has named me, newest first. */
export function MentionsScreen() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const list = useInfiniteQuery({
    queryKey: [...allMentions, 'all'],
    queryFn: ({ pageParam }) =>
      rest<MentionReply>(
        'GET',
        `/mentions?${new URLSearchParams({ limit: '50', ...(pageParam && { cursor: pageParam }) })}`,
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const readAll = () =>
    rest('POST', '/mentions/read', {}).then(
      () => queryClient.invalidateQueries({ queryKey: allMentions }),
      (error: unknown) => showFailure(error, t),
    )
  return (
    <div className={screen.screen}>
      <div className={screen.column}>
        <header className={classes.head}>
          <h1 className={screen.title}>{t('shell.mentions')}</h1>
          {items.some(({ read }) => !read) && (
            <Button variant="default" size="compact-md" onClick={() => void readAll()}>
              {t('mentions.readAll')}
            </Button>
          )}
        </header>
        {list.isError ? (
          <Alert color="red" role="alert">
            {explain(list.error, t)}
          </Alert>
        ) : !list.data ? (
          <div role="status" aria-label={t('common.loading')} className={screen.bones}>
            <Skeleton height={64} />
            <Skeleton height={64} />
          </div>
        ) : items.length === 0 ? (
          <div className={screen.empty}>
            <IconAt size={28} stroke={1.5} aria-hidden />
            <p className={screen.emptyTitle}>{t('mentions.emptyTitle')}</p>
            <p>{t('mentions.emptyText')}</p>
          </div>
        ) : (
          <ul className={screen.list}>
            {items.map((mention) => (
              <Row key={mention.id} mention={mention} />
            ))}
          </ul>
        )}
        {list.hasNextPage && (
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('search.more')}
          </Button>
        )}
      </div>
    </div>
  )
}

function Row({ mention: { conversationId, seq, text, by, visitor, at, read } }: { mention: Mention }) {
  const { t } = useTranslation()
  const name = by.name ?? t('search.someone')
  return (
    <li>
      <Link
        to="/conversations/$conversationId"
        params={{ conversationId }}
        search={{ view: 'open', at: seq }}
        className={classes.row}
        data-unread={!read || undefined}
      >
        <Face id={by.id} name={name} size={34} />
        <span className={screen.words}>
          <span className={screen.line}>
            <span className={classes.name}>{name}</span>
            <span className={classes.about}>{t('mentions.about', { visitor: visitorName(visitor, t) })}</span>
            <time className={screen.time} dateTime={at} title={fullTime(Date.parse(at))}>
              {dayAndTime(Date.parse(at))}
            </time>
          </span>
          <span className={`${screen.excerpt} ${classes.text}`} dir="auto">
            {text}
          </span>
        </span>
        {!read && <span className={classes.dot} role="img" aria-label={t('mentions.unread')} />}
      </Link>
    </li>
  )
}

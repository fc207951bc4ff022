import type { LiveVisitors } from '@biometrics/chat-protocol'
import { Alert, Button, Skeleton } from '@mantine/core'
import { IconRosetteDiscountCheckFilled, IconWorld } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languageName } from '../i18n/language-names.ts'
import { duration, localTime, useNow } from '../i18n/times.ts'
import { visitorName } from '../inbox/visitor-name.ts'
import { safeHref } from '../messages/links.ts'
import { explain } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { Face } from '../shell/face.tsx'
import { ApproachDialog } from './approach-dialog.tsx'
import screen from '../shell/list-screen.module.css'
import classes from './visitors.module.css'

/** Who comes and goes is seen within this time, while somebody looks. */
const REFRESH_MS = 5_000
const PAGE = '50'

type Live = LiveVisitors['items'][number]

export function VisitorsScreen() {
  const { t } = useTranslation()
  const [approached, setApproached] = useState<Live['visitor'] | null>(null)
  const list = useInfiniteQuery({
    queryKey: ['live-visitors'],
    queryFn: ({ pageParam }) =>
      rest<LiveVisitors>(
        'GET',
        `/visitors/live?${new URLSearchParams({ limit: PAGE, ...(pageParam && { cursor: pageParam }) })}`,
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const count = list.data?.pages.at(-1)?.count ?? 0
  return (
    <div className={screen.screen}>
      <div className={`${screen.column} ${classes.wide}`}>
        <header className={classes.head}>
          <h1 className={screen.title}>{t('shell.visitors')}</h1>
          {list.data && <p className={classes.count}>{t('visitors.count', { count })}</p>}
        </header>
        {list.isError && !list.data ? (
          <Alert color="red" role="alert">
            {explain(list.error, t)}
          </Alert>
        ) : !list.data ? (
          <div role="status" aria-label={t('common.loading')} className={screen.bones}>
            <Skeleton height={58} />
            <Skeleton height={58} />
            <Skeleton height={58} />
          </div>
        ) : items.length === 0 ? (
          <div className={screen.empty}>
            <IconWorld size={28} stroke={1.5} aria-hidden />
            <p className={screen.emptyTitle}>{t('visitors.emptyTitle')}</p>
            <p>{t('visitors.emptyText')}</p>
          </div>
        ) : (
          <ul className={classes.list}>
            {items.map((live) => (
              <Visitor key={live.visitor.id} live={live} onApproach={() => setApproached(live.visitor)} />
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
      {approached && <ApproachDialog visitor={approached} onClose={() => setApproached(null)} />}
    </div>
  )
}

function Visitor({ live, onApproach }: { live: Live; onApproach: () => void }) {
  const { visitor, since, conversation } = live
  const { t } = useTranslation()
  const now = useNow()
  const name = visitorName(visitor, t)
  const facts = [
    t('visitors.since', { time: duration(now - Date.parse(since), t) }),
    visitor.language && languageName(visitor.language),
    localTime(visitor.timeZone, now),
  ]
  return (
    <li className={classes.visitor}>
      <Face id={visitor.id} name={name} size={38} />
      <div className={classes.person}>
        <span className={classes.name}>
          {name}
          {visitor.verified && (
            <IconRosetteDiscountCheckFilled
              size={15}
              className={classes.verified}
              role="img"
              aria-label={t('visitor.verified')}
            />
          )}
        </span>
        <span className={classes.small}>{facts.filter(Boolean).join(' · ')}</span>
      </div>
      <div className={classes.page}>
        {visitor.page && <Address url={visitor.page.url} title={visitor.page.title} />}
        {visitor.page?.referrer && (
          <span className={classes.small}>{t('visitors.from', { from: hostOf(visitor.page.referrer) })}</span>
        )}
      </div>
      {conversation ? (
        <Button
          renderRoot={(props) => (
            <Link
              to="/conversations/$conversationId"
              params={{ conversationId: conversation.id }}
              search={{ view: 'open' }}
              {...props}
            />
          )}
          variant="default"
          size="compact-md"
          className={classes.act}
        >
          {conversation.agentName
            ? t('visitors.talksWith', { name: conversation.agentName })
            : t('visitors.waits')}
        </Button>
      ) : (
        <Button size="compact-md" variant="light" className={classes.act} onClick={onApproach}>
          {t('visitors.begin')}
        </Button>
      )}
    </li>
  )
}

function Address({ url, title }: { url: string; title: string | null }) {
  const href = safeHref(url)
  const words = title || url
  if (href === null) return <span className={classes.address}>{words}</span>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={url} className={classes.address}>
      {words}
    </a>
  )
}

function hostOf(url: string): string {
  return URL.parse(url)?.host || url
}

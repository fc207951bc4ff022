import type { List, ReportConversation } from '@biometrics/chat-protocol'
import { Alert, Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dayAndTime } from '../i18n/times.ts'
import { explain } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import classes from './figures.module.css'
import { useTexts } from './use-texts.ts'

/** Conversations behind a figure, page after page. */
export function BehindList(props: {
  query: Record<string, string>
  empty: string
  renderFacts: (one: ReportConversation) => ReactNode
}) {
  const { query, empty, renderFacts } = props
  const t = useTexts()
  const { t: words } = useTranslation()
  const list = useInfiniteQuery({
    queryKey: ['figures', 'behind', query],
    queryFn: ({ pageParam }) =>
      rest<List<ReportConversation>>(
        'GET',
        `/reports/conversations?${new URLSearchParams({ ...query, ...(pageParam && { cursor: pageParam }) })}`,
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  if (list.isError) {
    return (
      <Alert color="red" role="alert">
        {explain(list.error, words)}
      </Alert>
    )
  }
  if (!list.data) return <Skeleton height={240} role="status" aria-label={words('common.loading')} />
  const items = list.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <p className={classes.quiet}>{empty}</p>
  return (
    <>
      <ul className={classes.behind}>
        {items.map((one) => (
          <li key={`${one.conversationId} ${one.episode}`}>
            <Link
              to="/conversations/$conversationId"
              params={{ conversationId: one.conversationId }}
              search={{ view: one.closedAt === null ? 'open' : 'closed' }}
            >
              <span className={classes.behindHead}>
                <span className={classes.grow}>{one.visitor ?? t('behind.unnamed')}</span>
                <span className={classes.small}>{dayAndTime(Date.parse(one.startedAt))}</span>
              </span>
              {renderFacts(one)}
            </Link>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          variant="default"
          mt="sm"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('behind.more')}
        </Button>
      )}
    </>
  )
}

import type { AuditAction, AuditEntry, List } from '@biometrics/chat-protocol'
import { Alert, Button, NativeSelect, Skeleton, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fullTime } from '../i18n/times.ts'
import { explain } from '../session/explain.ts'
import { agentsQuery } from '../session/queries.ts'
import { rest } from '../session/rest.ts'
import { PageHead } from '../settings/page.tsx'
import page from '../settings/page.module.css'
import classes from './admin.module.css'
import { ACTIONS, textOf } from './audit-actions.ts'

interface Filters {
  action: AuditAction | ''
  actorId: string
  from: string
  to: string
}
const DAY_MS = 86_400_000

/** Who did what to the installation, newest first. */
export function AuditPage() {
  const { t } = useTranslation()
  const [filters, setFilters] = useState<Filters>({ action: '', actorId: '', from: '', to: '' })
  const { data: agents = [] } = useQuery(agentsQuery)
  const query = useInfiniteQuery({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam }) =>
      rest<List<AuditEntry>>('GET', `/audit?${searchOf(filters, { limit: '50', cursor: pageParam })}`),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  const set = (change: Partial<Filters>) => setFilters({ ...filters, ...change })
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <PageHead title={t('settings.audit')} text={t('audit.text')}>
        <Button.Group>
          <Button component="a" variant="default" size="xs" href={`/api/v1/audit.csv?${searchOf(filters)}`}>
            {t('audit.csv')}
          </Button>
          <Button component="a" variant="default" size="xs" href={`/api/v1/audit.json?${searchOf(filters)}`}>
            {t('audit.json')}
          </Button>
        </Button.Group>
      </PageHead>
      <div className={classes.filters} role="group" aria-label={t('audit.filters')}>
        <NativeSelect
          label={t('audit.what')}
          value={filters.action}
          onChange={(event) => set({ action: event.currentTarget.value as Filters['action'] })}
          data={[
            { value: '', label: t('audit.everything') },
            ...ACTIONS.map((value) => ({ value, label: t(textOf(value)) })),
          ]}
        />
        <NativeSelect
          label={t('audit.who')}
          value={filters.actorId}
          onChange={(event) => set({ actorId: event.currentTarget.value })}
          data={[
            { value: '', label: t('audit.everybody') },
            ...agents.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <TextInput
          type="date"
          label={t('audit.from')}
          value={filters.from}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('audit.to')}
          value={filters.to}
          onChange={(event) => set({ to: event.currentTarget.value })}
        />
      </div>
      {query.isError && (
        <Alert color="red" role="alert">
          {explain(query.error, t)}
        </Alert>
      )}
      {query.isPending && (
        <div role="status" aria-label={t('common.loading')} className={page.bones}>
          <Skeleton height={52} />
          <Skeleton height={52} />
        </div>
      )}
      {query.isSuccess && entries.length === 0 && <p className={page.empty}>{t('audit.nothing')}</p>}
      {entries.length > 0 && (
        <ol className={page.list}>
          {entries.map((entry) => (
            <Entry key={entry.seq} entry={entry} nameOf={(id) => agents.find((one) => one.id === id)?.name} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <Button
          variant="default"
          className={classes.more}
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('audit.more')}
        </Button>
      )}
    </>
  )
}

function Entry({ entry, nameOf }: { entry: AuditEntry; nameOf: (id: string) => string | undefined }) {
  const { t } = useTranslation()
  const { actor, action, objectId, detail, address, at } = entry
  const who = actor.name ?? t('audit.nobody')
  const fields = Array.isArray(detail.fields) ? detail.fields.join(', ') : ''
  const facts = [
    objectId === null ? null : (nameOf(objectId) ?? objectId),
    fields,
    typeof detail.operation === 'string' ? detail.operation : null,
    address,
  ]
  return (
    <li className={`${page.item} ${classes.entry}`}>
      <div className={page.itemWords}>
        <div className={`${page.itemTitle} ${classes.title}`}>
          {actor.kind === 'key' ? t('audit.byKey', { name: who }) : who}
          <span className={classes.did}>{t(textOf(action))}</span>
        </div>
        <span className={page.itemText}>{facts.filter(Boolean).join(' · ')}</span>
      </div>
      <time className={page.side} dateTime={at}>
        {fullTime(Date.parse(at))}
      </time>
    </li>
  )
}

/** Whole days, as the reader's clock has them. */
function searchOf({ action, actorId, from, to }: Filters, more: Record<string, string> = {}): string {
  const start = from && new Date(`${from}T00:00`).toISOString()
  const end = to && new Date(new Date(`${to}T00:00`).getTime() + DAY_MS).toISOString()
  const all = { action, actorId, from: start, to: end, ...more }
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== '')).toString()
}

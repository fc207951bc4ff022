import { Alert, Button, Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { explain } from '../session/explain.ts'
import classes from './page.module.css'

/** Heading, a sentence on what it is for, and the one thing to do here. */
export function PageHead({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <header className={classes.head}>
      <div className={classes.words}>
        <h2 className={classes.title}>{title}</h2>
        <p className={classes.text}>{text}</p>
      </div>
      {children}
    </header>
  )
}

/** A list from the server in its three states. */
export function Loaded<Item>(props: {
  query: UseQueryResult<Item[]>
  empty: string
  children: (items: Item[]) => ReactNode
}) {
  const { query, empty, children } = props
  const { t } = useTranslation()
  if (query.data) {
    return query.data.length > 0 ? children(query.data) : <p className={classes.empty}>{empty}</p>
  }
  if (query.isError) {
    return (
      <Alert color="red" role="alert">
        <p className={classes.error}>{explain(query.error, t)}</p>
        <Button size="compact-sm" variant="default" onClick={() => void query.refetch()}>
          {t('common.tryAgain')}
        </Button>
      </Alert>
    )
  }
  return (
    <div role="status" aria-label={t('common.loading')} className={classes.bones}>
      <Skeleton height={52} />
      <Skeleton height={52} />
      <Skeleton height={52} />
    </div>
  )
}

import { Button, Loader } from '@mantine/core'
import { Link, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { explain } from '../session/explain.ts'
import classes from './failure.module.css'
import { Mark } from './mark.tsx'

/** A page that has one thing to say. */
export function Notice({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <main className={classes.page}>
      <Mark size={40} />
      <h1 className={classes.title}>{title}</h1>
      <p className={classes.text}>{text}</p>
      {children}
    </main>
  )
}

export function Failure({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const router = useRouter()
  return (
    <Notice title={t('failure.title')} text={explain(error, t)}>
      <Button onClick={() => void router.invalidate()}>{t('common.tryAgain')}</Button>
    </Notice>
  )
}

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Notice title={t('notFound.title')} text={t('notFound.text')}>
      <Link to="/">{t('notFound.home')}</Link>
    </Notice>
  )
}

export function Starting() {
  const { t } = useTranslation()
  return (
    <div className={classes.page}>
      <Loader aria-label={t('common.loading')} />
    </div>
  )
}

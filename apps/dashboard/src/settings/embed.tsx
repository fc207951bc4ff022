import type { App } from '@biometrics/chat-protocol'
import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { embedSnippet } from './embed-snippet.ts'
import classes from './page.module.css'

/** What is pasted into the pages of a website. */
export function Embed({ app }: { app: App }) {
  const { t } = useTranslation()
  const snippet = embedSnippet(app, window.location.origin)
  return (
    <section className={classes.section}>
      <h3>{app.name}</h3>
      <p>{t('app.embed', { appId: app.appId })}</p>
      <pre className={classes.snippet} tabIndex={0} aria-label={t('app.snippet')}>
        {snippet}
      </pre>
      <div className={classes.foot}>
        <Button component="a" href="/demo" target="_blank" variant="subtle">
          {t('app.demo')}
        </Button>
        <CopyButton value={snippet}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
            >
              {copied ? t('common.copied') : t('common.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
    </section>
  )
}

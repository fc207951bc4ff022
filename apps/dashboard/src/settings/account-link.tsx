import type { AccountLink } from '@biometrics/chat-protocol'
import { Alert, Button, CopyButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './page.module.css'

/** A link by which somebody chooses a password; it is shown this once. */
export function ShownLink({ link, name }: { link: AccountLink; name: string }) {
  const { t } = useTranslation()
  return (
    <Alert color="blue" role="status" title={t('team.linkFor', { name })}>
      <p className={classes.error}>{link.mailed ? t('team.linkMailed') : t('team.linkText')}</p>
      <pre className={classes.snippet} tabIndex={0}>
        {link.link}
      </pre>
      <CopyButton value={link.link}>
        {({ copied, copy }) => (
          <Button variant="default" size="compact-sm" mt={8} onClick={copy}>
            {copied ? t('common.copied') : t('common.copy')}
          </Button>
        )}
      </CopyButton>
    </Alert>
  )
}

import { Button, CopyButton, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './security.module.css'

export function RecoveryCodeList({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('factor.codes')}>
      <p className={classes.words}>{t('factor.codesText')}</p>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap={8} mt={14}>
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t('common.copied') : t('common.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t('factor.codesKept')}</Button>
      </Group>
    </section>
  )
}

import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useReturnFocus } from '../forms/use-return-focus.ts'
import { explain, refusalOf } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import classes from './security.module.css'

/** No password is that short. */
const CODE = /^\d{3}\s?\d{3}$/

function why(failure: unknown, t: TFunction): string {
  return refusalOf(failure)?.code === 'credentials_invalid' ? t('proof.wrong') : explain(failure, t)
}

/** Who has left the dashboard open is asked once more, before somebody else decides who gets in. */
export default function ProofDialog({ onDone }: { onDone: (proven: boolean) => void }) {
  const { t } = useTranslation()
  const [given, setGiven] = useState('')
  useReturnFocus()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const submit = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await rest('POST', '/me/proof', CODE.test(given.trim()) ? { code: given.trim() } : { password: given })
      onDone(true)
    } catch (error) {
      setFailure(error)
      setBusy(false)
    }
  }
  return (
    <Modal
      opened
      onClose={() => onDone(false)}
      title={t('proof.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      zIndex={400}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          // It may be drawn inside another form, which would be sent too.
          event.stopPropagation()
          void submit()
        }}
      >
        <Stack gap={14}>
          <p className={classes.words}>{t('proof.text')}</p>
          <PasswordInput
            label={t('proof.field')}
            autoComplete="current-password"
            data-autofocus
            value={given}
            error={failure !== null && why(failure, t)}
            errorProps={{ role: 'alert' }}
            onChange={(event) => setGiven(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={() => onDone(false)}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={given.trim() === ''}>
              {t('proof.goOn')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

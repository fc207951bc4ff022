import type { NewSecondFactor, RecoveryCodes } from '@biometrics/chat-protocol'
import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { encode } from 'uqr'
import { explain } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { RecoveryCodeList } from './recovery-code-list.tsx'
import classes from './security.module.css'
import { useProof } from './use-proof.tsx'

/** The key as a picture and as text, the first code, and then the recovery codes. */
export function SetUpSecondFactor({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const [made, setMade] = useState<NewSecondFactor | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const { run, dialog } = useProof()
  useEffect(() => {
    run(() => rest<NewSecondFactor>('POST', '/me/second-factor').then(setMade)).then(
      (isDone) => isDone || onDone(),
      setFailure,
    )
    // Once: each begins anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const confirm = async () => {
    setBusy(true)
    setFailure(null)
    try {
      const { recoveryCodes } = await rest<RecoveryCodes>('PUT', '/me/second-factor', { code: code.trim() })
      setCodes(recoveryCodes)
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  if (codes) return <RecoveryCodeList codes={codes} onDone={onDone} />
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void confirm()
      }}
    >
      {dialog}
      <Stack gap={14}>
        {failure !== null && !made && (
          <Alert color="red" role="alert">
            {explain(failure, t)}
          </Alert>
        )}
        {made && (
          <>
            <p className={classes.words}>{t('factor.scan')}</p>
            <QrCode text={made.uri} />
            <div>
              <p className={classes.words}>{t('factor.bySecret')}</p>
              <code className={classes.secret}>{inFours(made.secret)}</code>
            </div>
            <TextInput
              label={t('factor.code')}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={10}
              value={code}
              error={failure !== null && explain(failure, t)}
              errorProps={{ role: 'alert' }}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
            <Button type="submit" loading={busy} disabled={code.trim() === ''}>
              {t('factor.confirm')}
            </Button>
          </>
        )}
      </Stack>
    </form>
  )
}

/** Black on white in every colour scheme: cameras expect it. */
function QrCode({ text }: { text: string }) {
  const { t } = useTranslation()
  const { data, size } = encode(text, { border: 2 })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg className={classes.qr} role="img" aria-label={t('factor.picture')} viewBox={`0 0 ${size} ${size}`}>
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  )
}

function inFours(secret: string): string {
  return (secret.match(/.{1,4}/g) ?? []).join(' ')
}

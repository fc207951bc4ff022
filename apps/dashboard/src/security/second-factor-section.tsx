import type { RecoveryCodes, SecondFactor } from '@biometrics/chat-protocol'
import { Button, Modal, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import page from '../settings/page.module.css'
import { RecoveryCodeList } from './recovery-code-list.tsx'
import classes from './security.module.css'
import { SetUpSecondFactor } from './set-up-second-factor.tsx'

type Doing = 'nothing' | 'setting-up' | 'renewing' | 'removing'

export function SecondFactorSection({ state, onChange }: { state: SecondFactor; onChange: () => void }) {
  const { t } = useTranslation()
  const [doing, setDoing] = useState<Doing>('nothing')
  const close = () => {
    setDoing('nothing')
    onChange()
  }
  return (
    <section className={page.section} aria-label={t('factor.title')}>
      <h3>{t('factor.title')}</h3>
      <p>{state.required ? `${t('factor.text')} ${t('factor.required')}` : t('factor.text')}</p>
      <div className={classes.state}>
        <span>
          <span className={page.dot} data-status={state.enabled ? 'online' : 'offline'} />
          {state.enabled ? t('factor.on') : t('factor.off')}
        </span>
        {state.enabled && <span>{t('factor.left', { count: state.recoveryCodesLeft })}</span>}
        {!state.enabled && (
          <Button variant="default" onClick={() => setDoing('setting-up')}>
            {t('factor.setUp')}
          </Button>
        )}
        {state.enabled && (
          <Button variant="default" onClick={() => setDoing('renewing')}>
            {t('factor.renew')}
          </Button>
        )}
        {state.enabled && !state.required && (
          <Button variant="subtle" color="red" onClick={() => setDoing('removing')}>
            {t('factor.remove')}
          </Button>
        )}
      </div>
      <Modal
        opened={doing !== 'nothing'}
        onClose={close}
        title={t('factor.title')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
        closeOnClickOutside={false}
      >
        {doing === 'setting-up' && <SetUpSecondFactor onDone={close} />}
        {(doing === 'renewing' || doing === 'removing') && <WithCode doing={doing} onDone={close} />}
      </Modal>
    </section>
  )
}

/** What only the one may do who has the phone. */
function WithCode({ doing, onDone }: { doing: 'renewing' | 'removing'; onDone: () => void }) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const submit = async () => {
    setBusy(true)
    setFailure(null)
    try {
      if (doing === 'renewing') {
        const made = await rest<RecoveryCodes>('POST', '/me/second-factor/recovery-codes', { code })
        setCodes(made.recoveryCodes)
      } else {
        await rest('POST', '/me/second-factor/removal', { code })
        notifications.show({ color: 'green', message: t('factor.removed') })
        onDone()
      }
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
        void submit()
      }}
    >
      <Stack gap={14}>
        <p className={classes.words}>
          {doing === 'renewing' ? t('factor.renewText') : t('factor.removeText')}
        </p>
        <TextInput
          label={t('factor.code')}
          autoComplete="one-time-code"
          data-autofocus
          value={code}
          error={failure !== null && explain(failure, t)}
          errorProps={{ role: 'alert' }}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button
          type="submit"
          {...(doing === 'removing' && { color: 'red' })}
          loading={busy}
          disabled={code.trim() === ''}
        >
          {doing === 'renewing' ? t('factor.renew') : t('factor.remove')}
        </Button>
      </Stack>
    </form>
  )
}

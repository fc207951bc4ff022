import type { CommandError } from '@biometrics/chat-protocol'
import { Button } from '@mantine/core'
import { useRouteContext, useRouter } from '@tanstack/react-router'
import { useTranslation } from '../i18n/use-translation.ts'
import { explainError } from '../session/explain.ts'
import { Notice } from './failure.tsx'

/** The server has ended the session, or does not want this agent any more. */
export function Refused({ error }: { error: CommandError }) {
  const { t } = useTranslation()
  const router = useRouter()
  const { session, queryClient } = useRouteContext({ from: '/signed-in' })
  const text = error.code === 'unauthenticated' ? t('refused.ended') : explainError(error, t)
  const signIn = () => {
    session.forget()
    queryClient.clear()
    if (error.code === 'second_factor_missing') void router.navigate({ to: '/second-factor' })
    else void router.navigate({ to: '/login', search: { to: router.state.location.href } })
  }
  return (
    <Notice title={t('refused.title')} text={text}>
      <Button onClick={signIn}>
        {error.code === 'second_factor_missing' ? t('refused.goOn') : t('signIn.again')}
      </Button>
    </Notice>
  )
}

import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link, useRouteContext, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusal } from '../forms/use-refusal.tsx'
import { rest } from '../session/rest.ts'
import { accountRules } from '../settings/account-rules.ts'
import { useDocumentTitle } from '../shell/use-document-title.ts'
import { EntryCard } from './entry-card.tsx'

/** By the link of an invitation or of a mail. */
export function ChoosePasswordScreen() {
  const { t } = useTranslation()
  const { session } = useRouteContext({ from: '/password' })
  const router = useRouter()
  const token = useTokenOnce()
  const [state, setState] = useState<'choosing' | 'done'>('choosing')
  useDocumentTitle(t('choose.title'))
  const form = useForm({ initialValues: { password: '' }, validate: { password: accountRules(t).password } })
  const refusal = useRefusal(form)

  const save = form.onSubmit(async ({ password }) => {
    refusal.clear()
    try {
      const { email } = await rest<{ email: string }>('POST', '/auth/link', { token, password })
      try {
        await session.login(email, password)
        await router.navigate({ to: '/', replace: true })
      } catch {
        // A second factor is asked for on the sign-in page.
        setState('done')
      }
    } catch (error) {
      refusal.show(error)
    }
  }, refusal.point)
  const text = state === 'done' ? t('choose.done') : t('choose.text', { min: LIMITS.passwordMinLength })
  return (
    <EntryCard title={t('choose.title')} text={token === '' ? t('choose.noToken') : text}>
      <form noValidate onSubmit={save}>
        <Stack gap={14}>
          {refusal.alert}
          {state !== 'done' && token !== '' && (
            <>
              <PasswordInput
                label={t('choose.password')}
                autoComplete="new-password"
                autoFocus
                visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
                {...form.getInputProps('password')}
              />
              <Button type="submit" size="md" mt={6} loading={form.submitting}>
                {t('choose.submit')}
              </Button>
            </>
          )}
          <Link to="/login" style={{ alignSelf: 'center' }}>
            {t('forgotten.toSignIn')}
          </Link>
        </Stack>
      </form>
    </EntryCard>
  )
}

/** Reads the token behind the # and takes it out of the address bar, so that it stays neither there nor in the history. */
function useTokenOnce(): string {
  const [token] = useState(() => window.location.hash.slice(1))
  useEffect(() => {
    if (window.location.hash !== '')
      window.history.replaceState(window.history.state, '', window.location.pathname)
  }, [])
  return token
}

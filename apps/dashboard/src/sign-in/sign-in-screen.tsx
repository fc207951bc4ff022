import type { SignInMethods } from '@biometrics/chat-protocol'
import { Alert, Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext, useRouter, useSearch } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain, refusalOf } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { useDocumentTitle } from '../shell/use-document-title.ts'
import { EntryCard } from './entry-card.tsx'

const METHODS_QUERY = {
  queryKey: ['sign-in-methods'],
  queryFn: () => rest<SignInMethods>('GET', '/auth/methods'),
}

export function SignInScreen() {
  const { t } = useTranslation()
  const { session } = useRouteContext({ from: '/login' })
  const { to, failed } = useSearch({ from: '/login' })
  const router = useRouter()
  const { data: methods } = useQuery(METHODS_QUERY)
  const [failure, setFailure] = useState<unknown>(null)
  const [step, setStep] = useState<'password' | 'code'>('password')
  useDocumentTitle(t('signIn.title'))
  const form = useForm({
    initialValues: { email: '', password: '', totp: '' },
    validate: {
      email: (value) => (value.trim() === '' ? t('signIn.emailMissing') : null),
      password: (value) => (value === '' ? t('signIn.passwordMissing') : null),
    },
  })

  const signIn = form.onSubmit(async ({ email, password, totp }) => {
    setFailure(null)
    try {
      await session.login(email.trim(), password, step === 'code' ? totp.trim() : undefined)
    } catch (error) {
      // Not a mistake: the password was right.
      if (refusalOf(error)?.code === 'second_factor_required') return setStep('code')
      form.setFieldValue('totp', '')
      if (refusalOf(error)?.code === 'second_factor_invalid')
        return form.setErrors({ totp: explain(error, t) })
      return setFailure(error)
    }
    await router.navigate({ to: to ?? '/', replace: true })
  })
  const again = () => {
    setFailure(null)
    setStep('password')
    form.setFieldValue('totp', '')
  }
  const problem = failure === null ? explainProvider(failed, t) : explain(failure, t)

  return (
    <EntryCard title={t('signIn.title')} text={step === 'code' ? t('entry.codeText') : t('signIn.text')}>
      <form noValidate onSubmit={signIn}>
        <Stack gap={14}>
          {problem !== null && (
            <Alert color="red" role="alert">
              {problem}
            </Alert>
          )}
          {step === 'code' ? (
            <TextInput
              key="code"
              label={t('entry.code')}
              description={t('entry.codeHint')}
              autoComplete="one-time-code"
              autoFocus
              errorProps={{ role: 'alert' }}
              {...form.getInputProps('totp')}
            />
          ) : (
            <>
              <TextInput
                type="email"
                label={t('signIn.email')}
                autoComplete="username"
                autoFocus
                {...form.getInputProps('email')}
              />
              <PasswordInput
                label={t('signIn.password')}
                autoComplete="current-password"
                visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
                {...form.getInputProps('password')}
              />
            </>
          )}
          <Button type="submit" size="md" mt={6} loading={form.submitting}>
            {t('signIn.submit')}
          </Button>
          {step === 'code' && (
            <Button variant="subtle" onClick={again}>
              {t('entry.back')}
            </Button>
          )}
          {step === 'password' && methods?.mail && (
            <Link to="/forgotten" style={{ alignSelf: 'center' }}>
              {t('entry.forgot')}
            </Link>
          )}
          {step === 'password' && methods?.provider && (
            <>
              <Divider label={t('entry.or')} />
              <Button component="a" variant="default" size="md" href={providerAddress(to)}>
                {t('entry.byProvider', { name: methods.provider.name })}
              </Button>
            </>
          )}
        </Stack>
      </form>
    </EntryCard>
  )
}

function providerAddress(to: string | undefined): string {
  return `/api/v1/auth/oidc${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`
}

/** Why somebody who went to the company's sign-in is back here. */
function explainProvider(failed: string | undefined, t: TFunction): string | null {
  if (failed === undefined) return null
  if (failed === 'provider_refused') return t('entry.providerRefused')
  return failed === 'provider_unreachable' ? t('entry.providerUnreachable') : t('entry.failed')
}

import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouteContext, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain } from '../session/explain.ts'
import { useDocumentTitle } from '../shell/use-document-title.ts'
import { EntryCard } from './entry-card.tsx'

export function SignInScreen() {
  const { t } = useTranslation()
  const { session } = useRouteContext({ from: '/login' })
  const { to } = useSearch({ from: '/login' })
  const router = useRouter()
  const [failure, setFailure] = useState<unknown>(null)
  useDocumentTitle(t('signIn.title'))
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.trim() === '' ? t('signIn.emailMissing') : null),
      password: (value) => (value === '' ? t('signIn.passwordMissing') : null),
    },
  })

  const signIn = form.onSubmit(async ({ email, password }) => {
    setFailure(null)
    try {
      await session.login(email.trim(), password)
    } catch (error) {
      return setFailure(error)
    }
    await router.navigate({ to: to ?? '/', replace: true })
  })

  return (
    <EntryCard title={t('signIn.title')} text={t('signIn.text')}>
      <form noValidate onSubmit={signIn}>
        <Stack gap={14}>
          {failure !== null && (
            <Alert color="red" role="alert">
              {explain(failure, t)}
            </Alert>
          )}
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
          <Button type="submit" size="md" mt={6} loading={form.submitting}>
            {t('signIn.submit')}
          </Button>
        </Stack>
      </form>
    </EntryCard>
  )
}

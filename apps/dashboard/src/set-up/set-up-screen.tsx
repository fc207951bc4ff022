import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link, useRouteContext, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusal } from '../forms/use-refusal.tsx'
import { accountRules } from '../settings/account-rules.ts'
import { useDocumentTitle } from '../shell/use-document-title.ts'
import { EntryCard } from '../sign-in/entry-card.tsx'

/** [AG1] The one-time link makes the first admin. */
export function SetUpScreen() {
  const { t } = useTranslation()
  const { session } = useRouteContext({ from: '/setup' })
  const router = useRouter()
  const token = useTokenOnce()
  useDocumentTitle(t('setUp.title'))
  const form = useForm({
    initialValues: { name: '', email: '', password: '' },
    validate: accountRules(t),
  })

  const refusal = useRefusal(form)
  const setUp = form.onSubmit(async ({ name, email, password }) => {
    refusal.clear()
    try {
      await session.setUp({ token, name: name.trim(), email: email.trim(), password })
    } catch (error) {
      return refusal.show(error)
    }
    await router.navigate({ to: '/', replace: true })
  }, refusal.point)

  if (token === '') {
    return (
      <EntryCard title={t('setUp.title')} text={t('setUp.noToken')}>
        <Link to="/login">{t('setUp.toSignIn')}</Link>
      </EntryCard>
    )
  }
  return (
    <EntryCard title={t('setUp.title')} text={t('setUp.text')}>
      <form noValidate onSubmit={setUp}>
        <Stack gap={14}>
          {refusal.alert}
          <TextInput label={t('setUp.name')} autoComplete="name" autoFocus {...form.getInputProps('name')} />
          <TextInput
            type="email"
            label={t('signIn.email')}
            autoComplete="username"
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t('signIn.password')}
            description={t('setUp.passwordHint', { min: LIMITS.passwordMinLength })}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="md" mt={6} loading={form.submitting}>
            {t('setUp.submit')}
          </Button>
        </Stack>
      </form>
    </EntryCard>
  )
}

/** Reads the token and takes it out of the address bar, so that it stays neither there nor in the history. */
function useTokenOnce(): string {
  const search = useSearch({ from: '/setup' })
  const router = useRouter()
  const [token] = useState(search.token ?? '')
  useEffect(() => {
    if (search.token !== undefined) void router.navigate({ to: '/setup', search: {}, replace: true })
  }, [search.token, router])
  return token
}

import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusal } from '../forms/use-refusal.tsx'
import { rest } from '../session/rest.ts'
import { accountRules } from '../settings/account-rules.ts'
import { useDocumentTitle } from '../shell/use-document-title.ts'
import { EntryCard } from './entry-card.tsx'

/** Says the same whoever asks: who has an account here is nobody's business. */
export function ForgottenScreen() {
  const { t } = useTranslation()
  const [state, setState] = useState<'asking' | 'sent'>('asking')
  useDocumentTitle(t('forgotten.title'))
  const form = useForm({ initialValues: { email: '' }, validate: { email: accountRules(t).email } })
  const refusal = useRefusal(form)
  const ask = form.onSubmit(async ({ email }) => {
    refusal.clear()
    try {
      await rest('POST', '/auth/password-forgotten', { email: email.trim() })
      setState('sent')
    } catch (error) {
      refusal.show(error)
    }
  }, refusal.point)
  return (
    <EntryCard
      title={t('forgotten.title')}
      text={state === 'sent' ? t('forgotten.sent') : t('forgotten.text')}
    >
      <form noValidate onSubmit={ask}>
        <Stack gap={14}>
          {refusal.alert}
          {state !== 'sent' && (
            <>
              <TextInput
                type="email"
                label={t('signIn.email')}
                autoComplete="username"
                autoFocus
                {...form.getInputProps('email')}
              />
              <Button type="submit" size="md" mt={6} loading={form.submitting}>
                {t('forgotten.submit')}
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

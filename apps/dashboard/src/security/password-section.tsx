import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useRouteContext, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LeaveGuard } from '../forms/leave-guard.tsx'
import { useRefusal } from '../forms/use-refusal.tsx'
import { refusalOf } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { accountRules } from '../settings/account-rules.ts'
import page from '../settings/page.module.css'
import classes from './security.module.css'

export function PasswordSection({ hasPassword }: { hasPassword: boolean }) {
  const { t } = useTranslation()
  return (
    <section className={page.section} aria-label={t('security.password')}>
      <h3>{t('security.password')}</h3>
      <p>{hasPassword ? t('security.passwordText') : t('security.noPassword')}</p>
      {hasPassword && <PasswordForm />}
    </section>
  )
}

function PasswordForm() {
  const { t } = useTranslation()
  const { session } = useRouteContext({ from: '/signed-in' })
  const router = useRouter()
  const form = useForm({
    initialValues: { currentPassword: '', password: '' },
    validate: {
      currentPassword: (value) => (value === '' ? t('signIn.passwordMissing') : null),
      password: accountRules(t).password,
    },
  })
  const refusal = useRefusal(form)
  const change = form.onSubmit(async (values) => {
    refusal.clear()
    try {
      await rest('POST', '/me/password', values)
    } catch (error) {
      if (refusalOf(error)?.code === 'credentials_invalid')
        return form.setErrors({ currentPassword: t('security.wrongPassword') })
      return refusal.show(error)
    }
    notifications.show({ color: 'green', message: t('security.changed') })
    form.reset()
    // The connection ended with the old session; the new one's cookie is here.
    session.forget()
    await router.invalidate()
  }, refusal.point)
  const reveal = { 'aria-label': t('signIn.showPassword') }
  return (
    <form noValidate onSubmit={change} className={classes.form}>
      {refusal.alert}
      <LeaveGuard dirty={form.isDirty()} saving={form.submitting} />
      <PasswordInput
        label={t('security.currentPassword')}
        autoComplete="current-password"
        visibilityToggleButtonProps={reveal}
        {...form.getInputProps('currentPassword')}
      />
      <PasswordInput
        label={t('security.newPassword')}
        description={t('setUp.passwordHint', { min: LIMITS.passwordMinLength })}
        autoComplete="new-password"
        visibilityToggleButtonProps={reveal}
        {...form.getInputProps('password')}
      />
      <div>
        <Button type="submit" variant="default" loading={form.submitting} disabled={!form.isDirty()}>
          {t('security.change')}
        </Button>
      </div>
    </form>
  )
}

import type { NewAgentReply, Reach, Role } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, NativeSelect, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../forms/form-modal.tsx'
import { useRefusal } from '../forms/use-refusal.tsx'
import { useProof } from '../security/use-proof.tsx'
import { rest } from '../session/rest.ts'
import { accountRules } from './account-rules.ts'
import { ShownLink } from './account-link.tsx'
import classes from './page.module.css'
import { ReachSelect } from './reach-select.tsx'

export const ROLES = ['agent', 'supervisor', 'admin', 'read-only'] as const satisfies readonly Role[]

export function NewAgentForm({ onClose, onSaved }: { onClose: () => void; onSaved: () => void }) {
  const { t } = useTranslation()
  const [added, setAdded] = useState<NewAgentReply | null>(null)
  const rules = accountRules(t)
  const { run, dialog } = useProof()
  const form = useForm({
    initialValues: { name: '', email: '', password: '', role: 'agent' as Role, reach: 'all' as Reach },
    validate: { ...rules, password: (value: string) => (value === '' ? null : rules.password(value)) },
  })
  const refusal = useRefusal(form)
  const save = form.onSubmit(async ({ name, email, password, role, reach }) => {
    try {
      refusal.clear()
      const agent = {
        name: name.trim(),
        email: email.trim(),
        role,
        reach: role === 'admin' ? ('all' as const) : reach,
        ...(password !== '' && { password }),
      }
      await run(async () => {
        const reply = await rest<NewAgentReply>('POST', '/agents', agent)
        onSaved()
        if (reply.invitation) setAdded(reply)
        else onClose()
      })
    } catch (error) {
      refusal.show(error)
    }
  }, refusal.point)
  return (
    <FormModal
      title={t('team.add')}
      dirty={added === null && form.isDirty()}
      saving={form.submitting}
      onClose={onClose}
    >
      {(close) => (
        <>
          {dialog}
          {added?.invitation ? (
            <>
              <ShownLink link={added.invitation} name={added.name} />
              <div className={classes.foot}>
                <Button onClick={onClose}>{t('common.close')}</Button>
              </div>
            </>
          ) : (
            <form noValidate onSubmit={save}>
              <Stack gap={14}>
                {refusal.alert}
                <TextInput
                  label={t('setUp.name')}
                  autoComplete="off"
                  data-autofocus
                  {...form.getInputProps('name')}
                />
                <TextInput
                  type="email"
                  label={t('signIn.email')}
                  autoComplete="off"
                  {...form.getInputProps('email')}
                />
                <PasswordInput
                  label={t('team.password')}
                  description={t('team.passwordHint', { min: LIMITS.passwordMinLength })}
                  autoComplete="new-password"
                  visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
                  {...form.getInputProps('password')}
                />
                <NativeSelect
                  label={t('team.role')}
                  data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
                  {...form.getInputProps('role')}
                />
                <ReachSelect
                  role={form.values.role}
                  value={form.values.reach}
                  onChange={(reach) => form.setFieldValue('reach', reach)}
                />
                <div className={classes.foot}>
                  <Button variant="default" onClick={close}>
                    {t('common.cancel')}
                  </Button>
                  <Button type="submit" loading={form.submitting}>
                    {t('common.add')}
                  </Button>
                </div>
              </Stack>
            </form>
          )}
        </>
      )}
    </FormModal>
  )
}

import type { App, FormField } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { NumberInput, Stack, Switch } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useRefusal } from '../forms/use-refusal.tsx'
import { appsQuery } from '../session/queries.ts'
import { rest } from '../session/rest.ts'
import { useMe } from '../session/use-client.ts'
import { CalendarSelect } from './calendar-select.tsx'
import { fieldsOf, formRows, type FormRow, rowProblems } from './form-rows.ts'
import { FormFields } from './form-fields.tsx'
import page from './page.module.css'
import { SaveBar } from '../forms/save-bar.tsx'

export interface AppRoutingValues {
  previousAgentFirst: boolean
  reopenDays: number | string
  messageWhenNobodyOnline: boolean
  calendarId: string | null
  closeForm: FormRow[]
}

/** How conversations of this website find their agent, end and come back. */
export function AppRouting({ app }: { app: App }) {
  const { t } = useTranslation()
  const me = useMe()
  const queryClient = useQueryClient()
  const form = useForm<AppRoutingValues>({
    initialValues: valuesOf(app),
    validate: (values) => ({
      reopenDays: typeof values.reopenDays === 'number' ? null : t('builder.required'),
      ...Object.fromEntries(
        Object.entries(rowProblems(values.closeForm)).map(([path, problem]) => [
          `closeForm.${path}`,
          t(`formBuilder.${problem}`),
        ]),
      ),
    }),
  })
  const refusal = useRefusal(form)
  const save = form.onSubmit(async (values) => {
    refusal.clear()
    const closeForm: FormField[] | null = fieldsOf(values.closeForm)
    try {
      await rest('PATCH', `/apps/${app.id}`, { ...values, closeForm })
    } catch (error) {
      return refusal.show(error)
    }
    form.resetDirty(values)
    notifications.show({ color: 'green', message: t('common.saved') })
    await Promise.all([
      queryClient.invalidateQueries(appsQuery),
      queryClient.invalidateQueries({ queryKey: ['closing-forms'] }),
    ])
  }, refusal.point)
  return (
    <form noValidate onSubmit={save}>
      <fieldset disabled={me.role !== 'admin'} className={page.fields}>
        <section className={page.section}>
          <h3>{t('appRouting.title')}</h3>
          <p>{t(me.role === 'admin' ? 'appRouting.text' : 'form.readOnly')}</p>
          {refusal.alert}
          <Stack gap={18}>
            <Switch
              label={t('appRouting.previousAgent')}
              description={t('appRouting.previousAgentHint')}
              {...form.getInputProps('previousAgentFirst', { type: 'checkbox' })}
            />
            <NumberInput
              label={t('appRouting.reopenDays')}
              description={t('appRouting.reopenDaysHint')}
              maw={460}
              min={0}
              max={LIMITS.days}
              allowDecimal={false}
              suffix={` ${t('units.days')}`}
              {...form.getInputProps('reopenDays')}
            />
            <Switch
              label={t('appRouting.messageNobody')}
              description={t('appRouting.messageNobodyHint')}
              {...form.getInputProps('messageWhenNobodyOnline', { type: 'checkbox' })}
            />
            <CalendarSelect {...form.getInputProps('calendarId')} />
          </Stack>
        </section>
        <section className={page.section}>
          <h3>{t('appRouting.closeForm')}</h3>
          <p>{t('appRouting.closeFormText')}</p>
          <FormFields form={form} />
        </section>
        <SaveBar
          dirty={form.isDirty()}
          saving={form.submitting}
          onReset={() => {
            form.reset()
            refusal.clear()
          }}
        />
      </fieldset>
    </form>
  )
}

function valuesOf(app: App): AppRoutingValues {
  const { previousAgentFirst, reopenDays, messageWhenNobodyOnline, calendarId, closeForm } = app
  return {
    previousAgentFirst,
    reopenDays,
    messageWhenNobodyOnline,
    calendarId,
    closeForm: formRows(closeForm ?? []),
  }
}

import type { App } from '@biometrics/chat-protocol'
import { Button, NumberInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { LeaveGuard } from '../forms/leave-guard.tsx'
import { useRefusal } from '../forms/use-refusal.tsx'
import { appsQuery } from '../session/queries.ts'
import { rest } from '../session/rest.ts'
import page from '../settings/page.module.css'

const MOST_DAYS = 3_650

/** How long each app keeps what people have said and sent. */
export function RetentionSection() {
  const { t } = useTranslation()
  const { data: apps = [] } = useQuery(appsQuery)
  return (
    <section className={page.section} aria-label={t('retention.title')}>
      <h3>{t('retention.title')}</h3>
      <p>{t('retention.text')}</p>
      {apps.map((app) => (
        <AppRetention key={app.id} app={app} />
      ))}
    </section>
  )
}

function AppRetention({ app }: { app: App }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm<Record<'keepConversationsDays' | 'keepFilesDays', number | string>>({
    // Each app has one on this page.
    name: `retention-${app.id}`,
    initialValues: {
      keepConversationsDays: app.keepConversationsDays ?? '',
      keepFilesDays: app.keepFilesDays ?? '',
    },
  })
  const refusal = useRefusal(form)
  const save = form.onSubmit(async (values) => {
    refusal.clear()
    const { keepConversationsDays, keepFilesDays } = values
    try {
      await rest('PATCH', `/apps/${app.id}`, {
        keepConversationsDays: keepConversationsDays === '' ? null : keepConversationsDays,
        keepFilesDays: keepFilesDays === '' ? null : keepFilesDays,
      })
    } catch (error) {
      return refusal.show(error)
    }
    form.resetDirty(values)
    notifications.show({ color: 'green', message: t('common.saved') })
    await queryClient.invalidateQueries({ queryKey: appsQuery.queryKey })
  })
  const field = { min: 1, max: MOST_DAYS, allowDecimal: false, placeholder: t('retention.forever'), w: 270 }
  return (
    <form noValidate aria-label={app.name} onSubmit={save}>
      {refusal.alert}
      <div className={page.inline}>
        <NumberInput
          {...field}
          label={t('retention.conversations', { app: app.name })}
          {...form.getInputProps('keepConversationsDays')}
        />
        <NumberInput {...field} label={t('retention.files')} {...form.getInputProps('keepFilesDays')} />
        <Button type="submit" variant="default" loading={form.submitting}>
          {t('common.save')}
        </Button>
      </div>
      <LeaveGuard dirty={form.isDirty()} saving={form.submitting} />
    </form>
  )
}

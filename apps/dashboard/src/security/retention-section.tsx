import type { App } from '@biometrics/chat-protocol'
import { Button, NumberInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showFailure } from '../session/explain.ts'
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
  const [conversations, setConversations] = useState<number | string>(app.keepConversationsDays ?? '')
  const [files, setFiles] = useState<number | string>(app.keepFilesDays ?? '')
  const [saving, setSaving] = useState(false)
  const save = async () => {
    setSaving(true)
    try {
      await rest('PATCH', `/apps/${app.id}`, {
        keepConversationsDays: conversations === '' ? null : conversations,
        keepFilesDays: files === '' ? null : files,
      })
      notifications.show({ color: 'green', message: t('common.saved') })
      await queryClient.invalidateQueries({ queryKey: appsQuery.queryKey })
    } catch (error) {
      showFailure(error, t)
    } finally {
      setSaving(false)
    }
  }
  const field = { min: 1, max: MOST_DAYS, allowDecimal: false, placeholder: t('retention.forever'), w: 190 }
  return (
    <form
      className={page.row}
      aria-label={app.name}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <NumberInput
        {...field}
        label={t('retention.conversations', { app: app.name })}
        value={conversations}
        onChange={setConversations}
      />
      <NumberInput {...field} label={t('retention.files')} value={files} onChange={setFiles} />
      <Button type="submit" variant="default" loading={saving}>
        {t('common.save')}
      </Button>
    </form>
  )
}

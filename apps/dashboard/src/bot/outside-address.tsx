import type { App, Bot, BotWebhookTest, BotWebhookWithSecret } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Alert, Button, CopyButton, Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LeaveGuard } from '../forms/leave-guard.tsx'
import { useRefusal } from '../forms/use-refusal.tsx'
import { rest } from '../session/rest.ts'
import page from '../settings/page.module.css'
import { botQuery } from './queries.ts'

const PLACEHOLDER = 'https://'

/** Where a bot of the company's own is asked; its secret is shown once. */
export function OutsideAddress({ app, bot }: { app: App; bot: Bot }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [secret, setSecret] = useState<string | null>(null)
  const [test, setTest] = useState<BotWebhookTest | null>(null)
  const form = useForm({
    initialValues: { url: bot.webhook?.url ?? '' },
    validate: { url: (value) => (/^https?:\/\/\S+$/i.test(value) ? null : t('outside.urlInvalid')) },
  })
  const refusal = useRefusal(form)
  const attempt = async (work: () => Promise<void>) => {
    refusal.clear()
    setTest(null)
    try {
      await work()
    } catch (error) {
      refusal.show(error)
    }
  }
  const learn = async (method: string, path: string, body?: unknown) => {
    const made = await rest<BotWebhookWithSecret>(method, `/apps/${app.id}/bot/webhook${path}`, body)
    setSecret(made.secret)
    form.resetDirty()
    await queryClient.invalidateQueries({ queryKey: botQuery(app).queryKey })
  }
  const save = form.onSubmit(({ url }) => attempt(() => learn('PUT', '', { url })), refusal.point)
  const ping = () =>
    attempt(async () => setTest(await rest<BotWebhookTest>('POST', `/apps/${app.id}/bot/webhook/test`)))
  return (
    <section className={page.section} aria-label={t('outside.title')}>
      <h3>{t('outside.title')}</h3>
      <p>{t('outside.text')}</p>
      <form noValidate onSubmit={save}>
        <TextInput
          type="url"
          label={t('outside.url')}
          placeholder={PLACEHOLDER}
          maxLength={LIMITS.urlLength}
          {...form.getInputProps('url')}
        />
        {refusal.alert}
        <LeaveGuard dirty={form.isDirty()} saving={form.submitting} />
        {test && (
          <Alert color={test.ok ? 'green' : 'red'} role="status" mt={12}>
            {test.detail}
          </Alert>
        )}
        {secret !== null && (
          <Alert color="blue" role="status" mt={12} title={t('outside.secret')}>
            <pre className={page.snippet} tabIndex={0}>
              {secret}
            </pre>
            <CopyButton value={secret}>
              {({ copied, copy }) => (
                <Button variant="default" size="compact-sm" mt={8} onClick={copy}>
                  {copied ? t('common.copied') : t('common.copy')}
                </Button>
              )}
            </CopyButton>
          </Alert>
        )}
        <Group justify="flex-end" gap={8} mt={14}>
          {bot.webhook && (
            <>
              <Button variant="subtle" onClick={() => void attempt(() => learn('POST', '/secret'))}>
                {t('outside.newSecret')}
              </Button>
              <Button variant="default" onClick={() => void ping()}>
                {t('outside.test')}
              </Button>
            </>
          )}
          <Button type="submit" loading={form.submitting} disabled={!form.isDirty()}>
            {t('common.save')}
          </Button>
        </Group>
      </form>
    </section>
  )
}

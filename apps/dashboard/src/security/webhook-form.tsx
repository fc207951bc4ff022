import type { Webhook, WebhookWithSecret } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../forms/form-modal.tsx'
import { useRefusal } from '../forms/use-refusal.tsx'
import { rest } from '../session/rest.ts'
import page from '../settings/page.module.css'
import classes from './admin.module.css'
import { ShownOnce } from './api-keys-page.tsx'
import { WebhookLog } from './webhook-log.tsx'

const EVENTS = [
  'conversation.created',
  'conversation.assigned',
  'conversation.closed',
  'conversation.reopened',
  'conversation.rated',
  'message.created',
  'note.created',
] as const satisfies readonly Webhook['events'][number][]
const PLACEHOLDER = 'https://'

/** One webhook: where, what it is told, its secret and its log. */
export function WebhookForm(props: { webhook: Webhook | null; onClose: () => void; onSaved: () => void }) {
  const { webhook, onClose, onSaved } = props
  const { t } = useTranslation()
  const [secret, setSecret] = useState<string | null>(null)
  const form = useForm({
    initialValues: {
      url: webhook?.url ?? '',
      description: webhook?.description ?? '',
      events: webhook?.events ?? ['conversation.created', 'conversation.closed', 'message.created'],
      active: webhook?.active ?? true,
    },
    validate: {
      url: (value) => (/^https?:\/\/\S+$/i.test(value) ? null : t('webhooks.urlInvalid')),
      events: (value) => (value.length === 0 ? t('webhooks.noEvent') : null),
    },
  })
  const refusal = useRefusal(form)
  const attempt = async (work: () => Promise<void>) => {
    refusal.clear()
    try {
      await work()
    } catch (error) {
      refusal.show(error)
    }
  }
  const save = form.onSubmit(
    (values) =>
      attempt(async () => {
        if (webhook) {
          await rest('PATCH', `/webhooks/${webhook.id}`, values)
          onSaved()
          onClose()
        } else {
          const made = await rest<WebhookWithSecret>('POST', '/webhooks', values)
          onSaved()
          setSecret(made.secret)
        }
      }),
    refusal.point,
  )
  const renew = () =>
    attempt(async () => {
      const made = await rest<WebhookWithSecret>('POST', `/webhooks/${webhook?.id}/secret`)
      setSecret(made.secret)
    })
  return (
    <FormModal
      size={600}
      title={webhook ? t('webhooks.edit') : t('webhooks.new')}
      dirty={secret === null && form.isDirty()}
      saving={form.submitting}
      onClose={onClose}
    >
      {(close) =>
        secret === null ? (
          <form noValidate onSubmit={save}>
            <Stack gap={14}>
              {refusal.alert}
              <TextInput
                type="url"
                label={t('webhooks.url')}
                placeholder={PLACEHOLDER}
                maxLength={LIMITS.urlLength}
                data-autofocus
                {...form.getInputProps('url')}
              />
              <TextInput
                label={t('webhooks.description')}
                maxLength={LIMITS.titleLength}
                {...form.getInputProps('description')}
              />
              <Checkbox.Group label={t('webhooks.events')} {...form.getInputProps('events')}>
                <div className={classes.scopes}>
                  {EVENTS.map((event) => (
                    <Checkbox key={event} value={event} label={event} />
                  ))}
                </div>
              </Checkbox.Group>
              <Checkbox
                label={t('webhooks.active')}
                {...form.getInputProps('active', { type: 'checkbox' })}
              />
              <div className={page.foot}>
                {webhook && (
                  <Button variant="subtle" onClick={() => void renew()}>
                    {t('webhooks.newSecret')}
                  </Button>
                )}
                <Button variant="default" onClick={close}>
                  {t('common.cancel')}
                </Button>
                <Button type="submit" loading={form.submitting}>
                  {webhook ? t('common.save') : t('common.add')}
                </Button>
              </div>
              {webhook && <WebhookLog webhook={webhook} />}
            </Stack>
          </form>
        ) : (
          <ShownOnce text={t('webhooks.once')} secret={secret} onClose={onClose} />
        )
      }
    </FormModal>
  )
}

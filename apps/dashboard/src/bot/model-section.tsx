import type { App, LanguageModel, ModelTest } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Alert, Button, Group, NumberInput, PasswordInput, Stack, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LeaveGuard } from '../forms/leave-guard.tsx'
import { useRefusal } from '../forms/use-refusal.tsx'
import { rest } from '../session/rest.ts'
import { DeleteDialog } from '../settings/delete-dialog.tsx'
import page from '../settings/page.module.css'
import classes from './bot.module.css'
import { LoadedOne } from './loaded-one.tsx'
import { ModelUsage } from './model-usage.tsx'
import { botQuery, modelQuery } from './queries.ts'

const PLACEHOLDER = 'https://'
const TOKENS_AT_FIRST = 2_000_000
const MOST = 1_000_000_000

/** The language model of an app: where it is, what it may take, and what it took. */
export function ModelSection({ app }: { app: App }) {
  const { t } = useTranslation()
  const query = useQuery(modelQuery(app))
  return (
    <section className={page.section} aria-label={t('model.title')}>
      <h3>{t('model.title')}</h3>
      <p>{t('model.text')}</p>
      <LoadedOne query={query}>
        {(model) => (
          <>
            <ModelForm key={JSON.stringify(model.settings)} app={app} settings={model.settings} />
            <ModelUsage used={model.usedThisMonth} />
          </>
        )}
      </LoadedOne>
    </section>
  )
}

function ModelForm({ app, settings }: { app: App; settings: LanguageModel['settings'] }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [test, setTest] = useState<ModelTest | null>(null)
  const [isTrying, setIsTrying] = useState(false)
  const [isRemoving, setIsRemoving] = useState(false)
  const form = useForm({
    initialValues: {
      baseUrl: settings?.baseUrl ?? '',
      model: settings?.model ?? '',
      apiKey: '',
      masksPersonalData: settings?.masksPersonalData ?? true,
      tokensPerMonth: settings?.tokensPerMonth ?? TOKENS_AT_FIRST,
      costPerMonth: settings?.costPerMonth ?? ('' as number | ''),
      inputPrice: settings?.inputPrice ?? 0,
      outputPrice: settings?.outputPrice ?? 0,
    },
    validate: {
      baseUrl: (value) => (/^https?:\/\/\S+$/i.test(value) ? null : t('outside.urlInvalid')),
      model: (value) => (value.trim() === '' ? t('builder.required') : null),
    },
  })
  const refusal = useRefusal(form)
  const refresh = () =>
    Promise.all(
      [modelQuery(app), botQuery(app)].map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })),
    )
  const save = form.onSubmit(async ({ apiKey, costPerMonth, ...values }) => {
    refusal.clear()
    setTest(null)
    const body = {
      ...values,
      costPerMonth: costPerMonth === '' ? null : costPerMonth,
      ...(apiKey !== '' && { apiKey }),
    }
    try {
      await rest('PUT', `/apps/${app.id}/model`, body)
      await refresh()
    } catch (error) {
      refusal.show(error)
    }
  }, refusal.point)
  const attempt = async () => {
    setIsTrying(true)
    refusal.clear()
    try {
      setTest(await rest<ModelTest>('POST', `/apps/${app.id}/model/test`))
    } catch (error) {
      refusal.show(error)
    }
    setIsTrying(false)
  }
  const seen = test ?? (settings?.failure ? { ok: false, detail: settings.failure.detail } : null)
  return (
    <form noValidate onSubmit={save}>
      <Stack gap={14}>
        <TextInput
          type="url"
          label={t('model.baseUrl')}
          description={t('model.baseUrlHint')}
          placeholder={PLACEHOLDER}
          maxLength={LIMITS.urlLength}
          {...form.getInputProps('baseUrl')}
        />
        <div className={classes.pairs}>
          <TextInput
            label={t('model.model')}
            maxLength={LIMITS.titleLength}
            {...form.getInputProps('model')}
          />
          <PasswordInput
            label={t('model.apiKey')}
            placeholder={settings?.hasKey ? t('model.keyKept') : t('model.keyNone')}
            autoComplete="off"
            {...form.getInputProps('apiKey')}
          />
        </div>
        <Switch
          label={t('model.masks')}
          description={t('model.masksHint')}
          {...form.getInputProps('masksPersonalData', { type: 'checkbox' })}
        />
        <div className={classes.pairs}>
          <NumberInput
            label={t('model.tokens')}
            min={1}
            max={MOST}
            allowDecimal={false}
            thousandSeparator=" "
            {...form.getInputProps('tokensPerMonth')}
          />
          <NumberInput
            label={t('model.cost')}
            min={0}
            max={MOST}
            placeholder={t('model.noLimit')}
            {...form.getInputProps('costPerMonth')}
          />
          <NumberInput
            label={t('model.inputPrice')}
            min={0}
            max={MOST}
            {...form.getInputProps('inputPrice')}
          />
          <NumberInput
            label={t('model.outputPrice')}
            min={0}
            max={MOST}
            {...form.getInputProps('outputPrice')}
          />
        </div>
        {refusal.alert}
        <LeaveGuard dirty={form.isDirty()} saving={form.submitting} />
        {seen && (
          <Alert color={seen.ok ? 'green' : 'red'} role="status">
            {seen.ok
              ? t('model.answered', { detail: seen.detail })
              : t('model.failed', { detail: seen.detail })}
          </Alert>
        )}
        <Group justify="flex-end" gap={8}>
          {settings && (
            <>
              <Button variant="subtle" color="red" onClick={() => setIsRemoving(true)}>
                {t('model.remove')}
              </Button>
              <Button
                variant="default"
                loading={isTrying}
                disabled={form.isDirty()}
                onClick={() => void attempt()}
              >
                {t('model.test')}
              </Button>
            </>
          )}
          <Button type="submit" loading={form.submitting} disabled={!form.isDirty()}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
      {isRemoving && (
        <DeleteDialog
          name={t('model.title')}
          path={`/apps/${app.id}/model`}
          onClose={() => setIsRemoving(false)}
          onDeleted={() => void refresh()}
        />
      )}
    </form>
  )
}

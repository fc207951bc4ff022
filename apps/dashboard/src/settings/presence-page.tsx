import type { Settings } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { NumberInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useRefusal } from '../forms/use-refusal.tsx'
import { settingsQuery } from '../session/queries.ts'
import { rest } from '../session/rest.ts'
import { useMe } from '../session/use-client.ts'
import { OptionalNumber } from './optional-number.tsx'
import { Loaded, PageHead } from './page.tsx'
import page from './page.module.css'
import { SaveBar } from '../forms/save-bar.tsx'

/** What holds for everybody: when an agent counts as gone, and what happens then. */
export function PresencePage() {
  const { t } = useTranslation()
  const query = useQuery({ ...settingsQuery, select: (settings) => [settings] })
  return (
    <>
      <PageHead title={t('settings.presence')} text={t('presence.text')} />
      <Loaded query={query} empty="">
        {([settings]) => settings && <PresenceForm settings={settings} />}
      </Loaded>
    </>
  )
}

function PresenceForm({ settings }: { settings: Settings }) {
  const { t } = useTranslation()
  const me = useMe()
  const queryClient = useQueryClient()
  const form = useForm<{ awayAfterMinutes: number | null; answeredKeepMinutes: number | string }>({
    initialValues: settings,
    validate: {
      answeredKeepMinutes: (value) => (typeof value === 'number' ? null : t('builder.required')),
    },
  })
  const refusal = useRefusal(form)
  const save = form.onSubmit(async (values) => {
    refusal.clear()
    try {
      queryClient.setQueryData(settingsQuery.queryKey, await rest<Settings>('PATCH', '/settings', values))
    } catch (error) {
      return refusal.show(error)
    }
    form.resetDirty(values)
    notifications.show({ color: 'green', message: t('common.saved') })
  }, refusal.point)
  const readOnly = me.role !== 'admin'
  return (
    <form noValidate onSubmit={save}>
      <fieldset disabled={readOnly} className={page.fields}>
        {refusal.alert}
        <section className={page.section}>
          <h3>{t('presence.title')}</h3>
          <p>{readOnly ? t('form.readOnly') : t('presence.titleText')}</p>
          <Stack gap={18} maw={460}>
            <OptionalNumber
              label={t('presence.awayAfter')}
              description={t('presence.awayAfterHint')}
              unit="minutes"
              max={LIMITS.minutes}
              empty={t('groups.never')}
              {...form.getInputProps('awayAfterMinutes')}
            />
            <NumberInput
              label={t('presence.answeredKeep')}
              description={t('presence.answeredKeepHint')}
              min={1}
              max={LIMITS.minutes}
              allowDecimal={false}
              suffix={` ${t('units.minutes')}`}
              {...form.getInputProps('answeredKeepMinutes')}
            />
          </Stack>
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

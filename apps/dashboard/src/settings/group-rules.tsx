import type { Group } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { NativeSelect, Stack, Switch, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CalendarSelect } from './calendar-select.tsx'
import type { GroupFormState } from './group-name.tsx'
import { OptionalNumber } from './optional-number.tsx'
import page from './page.module.css'

/** Where conversations go when this group cannot answer them. */
export function GroupOverflow({ form, others }: { form: GroupFormState; others: readonly Group[] }) {
  const { t } = useTranslation()
  const { overflowGroupId } = form.values
  return (
    <section className={page.section}>
      <h3>{t('groups.overflow')}</h3>
      <p>{t('groups.overflowText')}</p>
      <Stack gap={18}>
        <NativeSelect
          label={t('groups.overflowGroup')}
          {...form.getInputProps('overflowGroupId')}
          value={overflowGroupId ?? ''}
          onChange={(event) => {
            const chosen = event.currentTarget.value || null
            form.setFieldValue('overflowGroupId', chosen)
            if (chosen !== null) return
            form.setFieldValue('overflowAfterMinutes', null)
            form.setFieldValue('overflowWhenNobodyOnline', false)
          }}
          data={[
            { value: '', label: t('groups.overflowNone') },
            ...others.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        {overflowGroupId !== null && (
          <>
            <OptionalNumber
              label={t('groups.overflowAfter')}
              w={280}
              unit="minutes"
              max={LIMITS.minutes}
              empty={t('groups.never')}
              {...form.getInputProps('overflowAfterMinutes')}
            />
            <Switch
              label={t('groups.overflowNobody')}
              {...form.getInputProps('overflowWhenNobodyOnline', { type: 'checkbox' })}
            />
          </>
        )}
      </Stack>
    </section>
  )
}

/** What visitors notice of the group. */
export function GroupVisitors({ form }: { form: GroupFormState }) {
  const { t } = useTranslation()
  return (
    <section className={page.section}>
      <h3>{t('groups.visitors')}</h3>
      <p>{t('groups.visitorsText')}</p>
      <Stack gap={18}>
        <Textarea
          label={t('groups.greeting')}
          description={t('groups.greetingHint')}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={LIMITS.greetingLength}
          {...form.getInputProps('greeting')}
          value={form.values.greeting ?? ''}
          onChange={(event) => form.setFieldValue('greeting', event.currentTarget.value || null)}
        />
        <CalendarSelect {...form.getInputProps('calendarId')} />
      </Stack>
    </section>
  )
}

/** How long the group waits, for its agents and for visitors. */
export function GroupPatience({ form }: { form: GroupFormState }) {
  const { t } = useTranslation()
  const field = (name: 'offerTimeoutMinutes' | 'silenceMinutes' | 'autoCloseMinutes') => (
    <OptionalNumber
      label={t(`groups.${name}`)}
      description={t(`groups.${name}Hint`)}
      w="100%"
      maw={420}
      unit="minutes"
      max={LIMITS.minutes}
      empty={t('groups.never')}
      {...form.getInputProps(name)}
    />
  )
  return (
    <section className={page.section}>
      <h3>{t('groups.patience')}</h3>
      <p>{t('groups.patienceText')}</p>
      <Stack gap={18}>
        {field('offerTimeoutMinutes')}
        {field('silenceMinutes')}
        {field('autoCloseMinutes')}
      </Stack>
    </section>
  )
}

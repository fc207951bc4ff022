import type { AgentStatus } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import {
  Button,
  type MantineColorScheme,
  NativeSelect,
  NumberInput,
  SegmentedControl,
  Stack,
  useMantineColorScheme,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { LeaveGuard } from '../forms/leave-guard.tsx'
import { useRefusal } from '../forms/use-refusal.tsx'
import { maxChatsProblem } from './account-rules.ts'
import { chooseLanguage, LANGUAGES, type Language } from '../i18n/i18n.ts'
import { showFailure } from '../session/explain.ts'
import { useClient, useMe } from '../session/use-client.ts'
import { PageHead } from './page.tsx'
import { Picture } from './picture.tsx'
import classes from './page.module.css'

export function ProfilePage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHead title={t('settings.profile')} text={t('profile.text')} />
      <Account />
      <Availability />
      <Appearance />
    </>
  )
}

function Account() {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <section className={classes.section}>
      <h3>{t('profile.account')}</h3>
      <p>{t('profile.accountText')}</p>
      <Picture />
      <dl className={classes.facts}>
        <dt>{t('setUp.name')}</dt>
        <dd>{me.name}</dd>
        <dt>{t('signIn.email')}</dt>
        <dd>{me.email}</dd>
        <dt>{t('team.role')}</dt>
        <dd>{t(`role.${me.role}`)}</dd>
      </dl>
    </section>
  )
}

/** Takes effect at once; the number of chats when it is saved. */
function Availability() {
  const { t } = useTranslation()
  const me = useMe()
  const client = useClient()
  const form = useForm<{ maxChats: number | string }>({
    initialValues: { maxChats: me.maxChats },
    validate: { maxChats: (value) => maxChatsProblem(value, t) },
    validateInputOnChange: true,
  })
  const refusal = useRefusal(form)
  const setStatus = (status: AgentStatus) => client.setStatus(status).catch((error) => showFailure(error, t))
  const save = form.onSubmit(async (values) => {
    refusal.clear()
    try {
      await client.setStatus(me.status, Number(values.maxChats))
    } catch (error) {
      return refusal.show(error)
    }
    form.resetDirty(values)
    notifications.show({ color: 'green', message: t('common.saved') })
  }, refusal.point)
  return (
    <section className={classes.section}>
      <h3>{t('profile.availability')}</h3>
      <p>{t('profile.availabilityText')}</p>
      <Stack gap={16} align="flex-start">
        <SegmentedControl
          aria-label={t('shell.status')}
          value={me.status}
          onChange={(status) => void setStatus(status)}
          data={(['online', 'away', 'offline'] as const).map((value) => ({
            value,
            label: t(`agentStatus.${value}`),
          }))}
        />
        <form noValidate onSubmit={save}>
          {refusal.alert}
          <div className={classes.inline}>
            <NumberInput
              label={t('shell.maxChats')}
              w={200}
              min={1}
              max={LIMITS.maxChats}
              allowDecimal={false}
              {...form.getInputProps('maxChats')}
            />
            <Button type="submit" variant="default" loading={form.submitting} disabled={!form.isDirty()}>
              {t('common.save')}
            </Button>
          </div>
          <LeaveGuard dirty={form.isDirty()} saving={form.submitting} />
        </form>
      </Stack>
    </section>
  )
}

function Appearance() {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <section className={classes.section}>
      <h3>{t('profile.appearance')}</h3>
      <p>{t('profile.appearanceText')}</p>
      <Stack gap={16} align="flex-start">
        <SegmentedControl<MantineColorScheme>
          aria-label={t('profile.theme')}
          value={colorScheme}
          onChange={setColorScheme}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`theme.${value}`) }))}
        />
        <NativeSelect
          label={t('shell.language')}
          w={200}
          value={i18n.language}
          onChange={(event) => void chooseLanguage(event.currentTarget.value as Language)}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        />
      </Stack>
    </section>
  )
}

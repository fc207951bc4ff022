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
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
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
  const [maxChats, setMaxChats] = useState<number | string>(me.maxChats)
  const [saving, setSaving] = useState(false)
  const valid = typeof maxChats === 'number' && maxChats >= 1 && maxChats <= LIMITS.maxChats

  const setStatus = (status: AgentStatus) => client.setStatus(status).catch((error) => showFailure(error, t))
  const save = async () => {
    if (!valid) return
    setSaving(true)
    try {
      await client.setStatus(me.status, maxChats)
      notifications.show({ color: 'green', message: t('common.saved') })
    } catch (error) {
      showFailure(error, t)
    } finally {
      setSaving(false)
    }
  }
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
        <form
          className={classes.row}
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <NumberInput
            label={t('shell.maxChats')}
            w={200}
            min={1}
            max={LIMITS.maxChats}
            allowDecimal={false}
            value={maxChats}
            onChange={setMaxChats}
            error={valid ? null : t('profile.maxChatsInvalid', { max: LIMITS.maxChats })}
          />
          <Button
            type="submit"
            variant="default"
            loading={saving}
            disabled={!valid || maxChats === me.maxChats}
          >
            {t('common.save')}
          </Button>
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

import { Button, NativeSelect, Slider, Switch } from '@mantine/core'
import { IconBell, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  NOTICE_KINDS,
  NOTICE_WHEN,
  type NoticeWhen,
  preferences,
  SOUNDS,
  type SoundName,
  usePreferences,
} from '../notices/preferences.ts'
import { playSound, unlockSound } from '../notices/sound.ts'
import classes from './notices-page.module.css'
import { PageHead } from './page.tsx'
import page from './page.module.css'

export function NoticesPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHead title={t('settings.notices')} text={t('notices.text')} />
      <Kinds />
      <Sound />
      <Desktop />
      <Keyboard />
      <Sending />
    </>
  )
}

function Kinds() {
  const { t } = useTranslation()
  const { sound, desktop } = usePreferences()
  return (
    <section className={page.section}>
      <h3>{t('notices.kinds')}</h3>
      <p>{t('notices.kindsText')}</p>
      <ul className={page.list}>
        {NOTICE_KINDS.map((kind) => {
          const name = t(`noticeKinds.${kind}`)
          return (
            <li key={kind} className={classes.kind}>
              <span className={classes.name}>{name}</span>
              <NativeSelect
                aria-label={t('notices.soundFor', { kind: name })}
                leftSection={t('notices.sound')}
                leftSectionWidth={60}
                className={classes.when}
                value={sound[kind]}
                onChange={(event) => {
                  const when = event.currentTarget.value as NoticeWhen
                  preferences.change({ sound: { ...sound, [kind]: when } })
                }}
                data={NOTICE_WHEN.map((value) => ({ value, label: t(`noticeWhen.${value}`) }))}
              />
              <Switch
                label={t('notices.desktop')}
                aria-label={t('notices.desktopFor', { kind: name })}
                checked={desktop[kind]}
                onChange={(event) =>
                  preferences.change({ desktop: { ...desktop, [kind]: event.currentTarget.checked } })
                }
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Sound() {
  const { t } = useTranslation()
  const { tune, volume } = usePreferences()
  const play = (name: SoundName, at: number) => {
    unlockSound()
    // A context that was only now woken is running a moment later.
    requestAnimationFrame(() => playSound(name, at))
  }
  return (
    <section className={page.section}>
      <h3>{t('notices.sound')}</h3>
      <p>{t('notices.soundText')}</p>
      <div className={classes.sound}>
        <NativeSelect
          label={t('notices.tune')}
          w={180}
          value={tune}
          onChange={(event) => {
            const chosen = event.currentTarget.value as SoundName
            preferences.change({ tune: chosen })
            play(chosen, volume)
          }}
          data={SOUNDS.map((value) => ({ value, label: t(`sounds.${value}`) }))}
        />
        <div className={classes.volume}>
          <span id="volume">{t('notices.volume')}</span>
          <Slider
            aria-labelledby="volume"
            thumbLabel={t('notices.volume')}
            min={0}
            max={100}
            step={5}
            value={Math.round(volume * 100)}
            label={(value) => `${value} %`}
            onChange={(value) => preferences.change({ volume: value / 100 })}
            onChangeEnd={(value) => play(tune, value / 100)}
          />
        </div>
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={16} />}
          onClick={() => play(tune, volume)}
        >
          {t('notices.try')}
        </Button>
      </div>
    </section>
  )
}

type Permission = NotificationPermission | 'impossible'

function Desktop() {
  const { t } = useTranslation()
  const [permission, setPermission] = useState<Permission>(() =>
    typeof Notification === 'undefined' ? 'impossible' : Notification.permission,
  )
  return (
    <section className={page.section}>
      <h3>{t('notices.desktop')}</h3>
      <p>{t(`notices.permission.${permission}`)}</p>
      {permission === 'default' && (
        <Button
          variant="default"
          leftSection={<IconBell size={16} />}
          onClick={async () => setPermission(await Notification.requestPermission())}
        >
          {t('notices.allow')}
        </Button>
      )}
    </section>
  )
}

function Keyboard() {
  const { t } = useTranslation()
  const { letterKeys } = usePreferences()
  return (
    <section className={page.section}>
      <h3>{t('notices.keyboard')}</h3>
      <p>{t('notices.keyboardText')}</p>
      <Switch
        label={t('notices.letterKeys')}
        checked={letterKeys}
        onChange={(event) => preferences.change({ letterKeys: event.currentTarget.checked })}
      />
    </section>
  )
}

function Sending() {
  const { t } = useTranslation()
  const { undoSend } = usePreferences()
  return (
    <section className={page.section}>
      <h3>{t('notices.sending')}</h3>
      <p>{t('notices.sendingText')}</p>
      <Switch
        label={t('notices.undoSend')}
        checked={undoSend}
        onChange={(event) => preferences.change({ undoSend: event.currentTarget.checked })}
      />
    </section>
  )
}

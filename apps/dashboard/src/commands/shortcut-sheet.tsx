import { Modal } from '@mantine/core'
import { useTranslation } from '../i18n/use-translation.ts'
import { usePreferences } from '../notices/preferences.ts'
import { KEYMAP, type KeyedCommand } from './keymap.ts'
import { ALT_KEY, Keys, MOD_KEY } from './keys.tsx'
import classes from './shortcut-sheet.module.css'

const SECTIONS = ['conversation', 'list', 'queue', 'go'] as const

/** All keys on one sheet. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { letterKeys } = usePreferences()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('shortcuts.title')}
      size={720}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={classes.text}>
        {letterKeys ? t('shortcuts.text', { alt: ALT_KEY }) : t('shortcuts.off', { alt: ALT_KEY })}
      </p>
      <div className={classes.sections}>
        {SECTIONS.map((section) => (
          <section key={section} className={classes.section}>
            <h3>{t(`commandGroups.${section}`)}</h3>
            <dl>
              {idsOf(section).map((id) => (
                <div key={id}>
                  <dt>{t(`commands.${id}`)}</dt>
                  <dd>
                    <Keys keys={KEYMAP[id]} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section className={classes.section}>
          <h3>{t('commandGroups.help')}</h3>
          <dl>
            <div>
              <dt>{t('palette.title')}</dt>
              <dd>
                <Keys keys={`${MOD_KEY}+K`} />
              </dd>
            </div>
            <div>
              <dt>{t('shortcuts.title')}</dt>
              <dd>
                <Keys keys="?" />
              </dd>
            </div>
          </dl>
        </section>
      </div>
    </Modal>
  )
}

function idsOf(section: string): KeyedCommand[] {
  return (Object.keys(KEYMAP) as KeyedCommand[]).filter((id) => id.startsWith(`${section}.`))
}

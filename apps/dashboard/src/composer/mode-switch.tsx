import { useTranslation } from '../i18n/use-translation.ts'
import type { ComposerDraft } from './drafts.ts'
import classes from './mode-switch.module.css'

const MODES = ['reply', 'note'] as const

/** Reply or note: radio buttons that look like tabs. */
export function ModeSwitch(props: {
  mode: ComposerDraft['mode']
  onChange: (mode: ComposerDraft['mode']) => void
}) {
  const { mode, onChange } = props
  const { t } = useTranslation()
  return (
    <div className={classes.switch} role="radiogroup" aria-label={t('composer.mode')}>
      {MODES.map((each) => (
        <label
          key={each}
          className={classes.choice}
          data-mode={each}
          data-current={each === mode || undefined}
        >
          <input
            type="radio"
            name="composer-mode"
            checked={each === mode}
            onChange={() => onChange(each)}
            className={classes.input}
          />
          {t(`composer.${each}`)}
        </label>
      ))}
    </div>
  )
}

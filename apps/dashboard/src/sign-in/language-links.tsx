import { UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, LANGUAGES, type Language } from '../i18n/i18n.ts'
import classes from './entry-card.module.css'

export function LanguageLinks() {
  const { t, i18n } = useTranslation()
  return (
    <div className={classes.languages} role="group" aria-label={t('shell.language')}>
      {(Object.keys(LANGUAGES) as Language[]).map((language) => (
        <UnstyledButton
          key={language}
          lang={language}
          className={classes.language}
          aria-pressed={i18n.language === language}
          onClick={() => void chooseLanguage(language)}
        >
          {LANGUAGES[language]}
        </UnstyledButton>
      ))}
    </div>
  )
}

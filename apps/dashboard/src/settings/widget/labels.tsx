import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import fields from '../form-fields.module.css'
import classes from './widget.module.css'
import { CHAT_LANGUAGES, type Words } from './widget-values.ts'

interface Props {
  words: Words
  error: ReactNode
  'data-path': string
  onChange: (words: Words) => void
}

/** One label for everybody, or one for each language. */
export function Labels({ words, error, onChange, 'data-path': path }: Props) {
  const { t, i18n } = useTranslation()
  const names = new Intl.DisplayNames([i18n.language], { type: 'language' })
  const entries = Object.entries(words)
  const missing = CHAT_LANGUAGES.filter((language) => !(language in words))
  const nameOf = (language: string) => names.of(language) ?? language
  const first = CHAT_LANGUAGES.find((language) => i18n.language.startsWith(language)) ?? 'en'
  const isForAll = '' in words
  return (
    <div className={`${fields.label} ${classes.labels}`}>
      {entries.map(([language, text], index) => (
        <div key={language} className={classes.labelRow}>
          <TextInput
            label={
              language === '' ? t('formBuilder.label') : t('widget.labelIn', { language: nameOf(language) })
            }
            maxLength={LIMITS.titleLength}
            value={text}
            data-path={index === 0 ? path : undefined}
            error={index === 0 && error}
            onChange={(event) => onChange({ ...words, [language]: event.currentTarget.value })}
          />
          {entries.length > 1 && (
            <ActionIcon
              aria-label={t('common.deleteNamed', { name: nameOf(language) })}
              onClick={() => onChange(Object.fromEntries(entries.filter(([one]) => one !== language)))}
            >
              <IconTrash size={16} stroke={1.7} />
            </ActionIcon>
          )}
        </div>
      ))}
      {isForAll ? (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.small}
          onClick={() => onChange({ [first]: words[''] ?? '' })}
        >
          {t('widget.perLanguage')}
        </Button>
      ) : (
        <NativeSelect
          aria-label={t('widget.addLanguage')}
          size="xs"
          className={classes.small}
          value=""
          data={[
            { value: '', label: t('widget.addLanguage') },
            ...missing.map((language) => ({ value: language, label: nameOf(language) })),
          ]}
          onChange={(event) =>
            event.currentTarget.value && onChange({ ...words, [event.currentTarget.value]: '' })
          }
        />
      )}
    </div>
  )
}

import { useDebouncedValue } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import classes from './widget.module.css'
import { chatOf, type WidgetValues } from './widget-values.ts'

const PAUSE_MS = 400

/** The chat itself on a small page, with the settings as they stand in the form, saved or not. */
export function Preview({ appId, values }: { appId: string; values: WidgetValues }) {
  const { t } = useTranslation()
  const { greetingRules: _, ...chat } = chatOf(values)
  const given = {
    appId,
    ...chat,
    ...(values.language !== '' && { language: values.language }),
    // Here it shows at once, whatever it waits for on a page.
    greetingRules: { enabled: values.greetingEnabled },
  }
  const [settled] = useDebouncedValue(JSON.stringify(given), PAUSE_MS)
  return (
    <div className={classes.preview}>
      <h3>{t('widget.preview')}</h3>
      {/* oxlint-disable-next-line react/iframe-missing-sandbox -- a page of our own, and the chat in it needs its origin */}
      <iframe
        title={t('widget.preview')}
        src={`/widget-preview#${encodeURIComponent(settled)}`}
        className={classes.frame}
      />
      <p className={classes.soft}>{t('widget.previewText')}</p>
    </div>
  )
}

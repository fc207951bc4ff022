import { Link } from '@tanstack/react-router'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './canned-suggestions.module.css'
import { CANNED_LIST_ID, type Canned, optionId } from './use-canned.ts'

/** Over the composer while a slash is being typed. The focus stays in the text. */
export function CannedSuggestions({ canned }: { canned: Canned }) {
  const { t } = useTranslation()
  if (!canned.open) return null
  return (
    <div className={classes.panel} onMouseDown={(event) => event.preventDefault()}>
      <div className={classes.head}>
        <span>{t('canned.title')}</span>
        <span className={classes.keys}>{t('canned.keys')}</span>
      </div>
      <div id={CANNED_LIST_ID} role="listbox" aria-label={t('canned.title')} className={classes.list}>
        {canned.found.map((response, index) => (
          <div
            key={response.id}
            id={optionId(index)}
            role="option"
            aria-selected={index === canned.index}
            tabIndex={-1}
            className={classes.option}
            ref={(element) => {
              if (index === canned.index) element?.scrollIntoView({ block: 'nearest' })
            }}
            onMouseMove={() => canned.hover(index)}
            onClick={() => canned.choose(response)}
          >
            <span className={classes.shortcut}>{response.shortcut}</span>
            <span className={classes.title}>
              {response.title}
              {response.language !== null && ` (${response.language})`}
            </span>
            <span className={classes.content}>{response.content}</span>
          </div>
        ))}
      </div>
      {canned.found.length === 0 && (
        <p className={classes.none} role="status">
          {canned.loading ? t('common.loading') : canned.failed ? t('canned.failed') : t('canned.none')}{' '}
          {!canned.loading && <Link to="/settings/canned-responses">{t('canned.manage')}</Link>}
        </p>
      )}
    </div>
  )
}

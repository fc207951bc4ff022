import type { LanguageModel } from '@biometrics/chat-protocol'
import { useTranslation } from 'react-i18next'
import page from '../settings/page.module.css'
import classes from './bot.module.css'

/** What the month has taken, in all and by purpose. */
export function ModelUsage({ used }: { used: LanguageModel['usedThisMonth'] }) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2 })
  const sum = (of: (one: (typeof used)[number]) => number) => used.reduce((all, one) => all + of(one), 0)
  const figures = [
    { key: 'requests', value: sum(({ requests }) => requests) },
    { key: 'failures', value: sum(({ failures }) => failures) },
    { key: 'tokensUsed', value: sum(({ inputTokens, outputTokens }) => inputTokens + outputTokens) },
    { key: 'costUsed', value: sum(({ cost }) => cost) },
  ] as const
  return (
    <div className={classes.bars}>
      <h4>{t('model.used')}</h4>
      {used.length === 0 ? (
        <p className={page.empty}>{t('model.usedNone')}</p>
      ) : (
        <>
          <dl className={classes.figures}>
            {figures.map(({ key, value }) => (
              <div key={key}>
                <dt>{t(`model.${key}`)}</dt>
                <dd>{number.format(value)}</dd>
              </div>
            ))}
          </dl>
          <p className={classes.soft}>
            {used
              .map(({ purpose, requests }) => `${t(`model.purposes.${purpose}`)}: ${number.format(requests)}`)
              .join(' · ')}
          </p>
        </>
      )}
    </div>
  )
}

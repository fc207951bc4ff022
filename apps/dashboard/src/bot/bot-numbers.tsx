import type { App, BotReport } from '@biometrics/chat-protocol'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import page from '../settings/page.module.css'
import classes from './bot.module.css'
import { LoadedOne } from './loaded-one.tsx'
import { botReportQuery } from './queries.ts'

/** What the bot has done in the last thirty days. */
export function BotNumbers({ app }: { app: App }) {
  const { t } = useTranslation()
  const query = useQuery(botReportQuery(app))
  return (
    <section className={page.section} aria-label={t('bot.numbers')}>
      <h3>{t('bot.numbers')}</h3>
      <p>{t('bot.numbersText')}</p>
      <LoadedOne query={query}>{(report) => <Numbers report={report} />}</LoadedOne>
    </section>
  )
}

function Numbers({ report }: { report: BotReport }) {
  const { t } = useTranslation()
  const { conversations, begun, solved, handedOver, reasons, flows, articles } = report
  if (begun === 0) return <p className={page.empty}>{t('bot.noNumbers')}</p>
  const figures = [
    { key: 'begun', value: begun, of: conversations },
    { key: 'solved', value: solved, of: begun },
    { key: 'handedOver', value: handedOver, of: begun },
  ] as const
  return (
    <>
      <dl className={classes.figures}>
        {figures.map(({ key, value, of }) => (
          <div key={key}>
            <dt>{t(`bot.figures.${key}`)}</dt>
            <dd>
              {value}
              <span className={classes.soft}>{of > 0 && ` ${Math.round((100 * value) / of)} %`}</span>
            </dd>
          </div>
        ))}
      </dl>
      {reasons.length > 0 && (
        <Bars
          title={t('bot.why')}
          rows={reasons.map(({ reason, count }) => ({
            key: reason,
            label: t(`bot.reasons.${reason}` as 'bot.reasons.asked'),
            count,
          }))}
        />
      )}
      {flows.length > 0 && (
        <Bars
          title={t('bot.perFlow')}
          rows={flows.map(({ version, begun, solved }) => ({
            key: String(version),
            label: t('bot.flowSolved', {
              n: version,
              percent: Math.round((100 * solved) / Math.max(1, begun)),
            }),
            count: begun,
          }))}
        />
      )}
      {articles.length > 0 && (
        <Bars
          title={t('bot.perArticle')}
          rows={articles.map(({ articleId, title, answers, helped, notHelped }) => ({
            key: articleId,
            label: helped + notHelped === 0 ? title : `${title} · ${t('bot.helped', { helped, notHelped })}`,
            count: answers,
          }))}
        />
      )}
    </>
  )
}

function Bars({ title, rows }: { title: string; rows: { key: string; label: string; count: number }[] }) {
  const most = Math.max(...rows.map(({ count }) => count))
  return (
    <div className={classes.bars}>
      <h4>{title}</h4>
      <ul>
        {rows.map(({ key, label, count }) => (
          <li key={key}>
            <span className={classes.barLabel}>{label}</span>
            <span className={classes.barCount}>{count}</span>
            <span className={classes.bar} style={{ inlineSize: `${(100 * count) / most}%` }} aria-hidden />
          </li>
        ))}
      </ul>
    </div>
  )
}

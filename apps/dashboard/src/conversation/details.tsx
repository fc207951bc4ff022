import type { Conversation, Visitor } from '@biometrics/chat-protocol'
import { IconRosetteDiscountCheckFilled } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { withTexts } from '../i18n/i18n.ts'
import { languageName } from '../i18n/language-names.ts'
import { fullTime, localTime, useNow } from '../i18n/times.ts'
import { visitorName } from '../inbox/visitor-name.ts'
import { safeHref } from '../messages/links.ts'
import { Face } from '../shell/face.tsx'
import { useAfterPaint } from '../shell/use-after-paint.ts'
import classes from './details.module.css'
import { History } from './history.tsx'

const VisitorMore = lazy(() => withTexts('desk', import('./visitor-more.tsx')))

/** Who the visitor is, as far as we know. */
export function Details(props: { conversation: Conversation; ready?: boolean; width?: number | null }) {
  const { conversation, ready = true, width = null } = props
  const { t } = useTranslation()
  const { visitor } = conversation
  const name = visitorName(visitor, t)
  // What was said is read first, so it is drawn first.
  const inFull = useAfterPaint(ready)
  return (
    <aside
      className={classes.details}
      aria-label={t('details.title')}
      style={width === null ? undefined : { width }}
    >
      <div className={classes.person}>
        <Face id={visitor.id} name={name} size={52} />
        <div className={classes.name}>{name}</div>
        {visitor.verified ? (
          <div className={classes.verified}>
            <IconRosetteDiscountCheckFilled size={16} aria-hidden />
            {t('visitor.verified')}
          </div>
        ) : (
          <div className={classes.unverified}>{t('visitor.unverified')}</div>
        )}
      </div>
      {inFull && (
        <>
          <VisitorFacts visitor={visitor} />
          <ConversationFacts conversation={conversation} />
          <Attributes attributes={visitor.attributes} />
          <Suspense>
            <VisitorMore conversation={conversation} />
          </Suspense>
          <section className={classes.facts}>
            <h3>{t('history.title')}</h3>
            <History conversation={conversation} />
          </section>
        </>
      )}
    </aside>
  )
}

function VisitorFacts({ visitor }: { visitor: Visitor }) {
  const { t } = useTranslation()
  const now = useNow()
  return (
    <Facts title={t('details.visitor')}>
      <Fact name={t('details.email')}>
        {visitor.email && <a href={`mailto:${visitor.email}`}>{visitor.email}</a>}
      </Fact>
      <Fact name={t('details.phone')}>
        {visitor.phone && <a href={`tel:${visitor.phone.replace(/[^+\d]/g, '')}`}>{visitor.phone}</a>}
      </Fact>
      <Fact name={t('details.externalId')}>{visitor.externalId}</Fact>
      <Fact name={t('details.language')}>{visitor.language && languageName(visitor.language)}</Fact>
      <Fact name={t('details.localTime')}>{localTime(visitor.timeZone, now)}</Fact>
      <Fact name={t('details.page')}>{visitor.page && <CurrentPage page={visitor.page} />}</Fact>
      <Fact name={t('details.since')}>{fullTime(Date.parse(visitor.createdAt))}</Fact>
    </Facts>
  )
}

function CurrentPage({ page }: { page: NonNullable<Visitor['page']> }) {
  const href = safeHref(page.url)
  const title = page.title || page.url
  if (href === null) return title
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={page.url}>
      {title}
    </a>
  )
}

function ConversationFacts({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const { subject, createdAt, closedAt, rating, tags } = conversation
  return (
    <Facts title={t('details.conversation')}>
      <Fact name={t('details.subject')}>{subject}</Fact>
      <Fact name={t('details.created')}>{fullTime(Date.parse(createdAt))}</Fact>
      <Fact name={t('details.closed')}>{closedAt && fullTime(Date.parse(closedAt))}</Fact>
      <Fact name={t('details.tags')}>{tags.join(', ')}</Fact>
      <Fact name={t('details.rating')}>{rating && t('details.stars', { score: rating.score })}</Fact>
      <Fact name={t('details.comment')}>{rating?.comment}</Fact>
    </Facts>
  )
}

function Attributes({ attributes }: { attributes: Visitor['attributes'] }) {
  const { t } = useTranslation()
  const entries = Object.entries(attributes)
  if (entries.length === 0) return null
  return (
    <Facts title={t('details.attributes')}>
      {entries.map(([name, value]) => (
        <Fact key={name} name={name}>
          {typeof value === 'string' ? value : JSON.stringify(value)}
        </Fact>
      ))}
    </Facts>
  )
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.facts}>
      <h3>{title}</h3>
      <dl>{children}</dl>
    </section>
  )
}

/** What is not known takes no room. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

import type { Conversation, VisitorProfileReply } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, Textarea } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { LeaveGuard } from '../forms/leave-guard.tsx'
import { useTranslation } from '../i18n/use-translation.ts'
import { dayAndTime, shortAge, useNow } from '../i18n/times.ts'
import { safeHref } from '../messages/links.ts'
import { explain } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import details from './details.module.css'
import classes from './visitor-more.module.css'

const PAGES_SHOWN = 5
const EARLIER_SHOWN = 4

const profileQuery = (visitorId: string) => ({
  queryKey: ['visitor', visitorId],
  queryFn: () => rest<VisitorProfileReply>('GET', `/visitors/${visitorId}/profile`),
  staleTime: 15_000,
})

/** What does not go with the conversation: where the visitor was, what they asked before, what is written about them. */
export default function VisitorMore({ conversation }: { conversation: Conversation }) {
  const { visitor, id } = conversation
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data } = useQuery(profileQuery(visitor.id))
  // Another page means that there is more to know.
  const page = visitor.page?.url
  useEffect(() => {
    if (page !== undefined) void queryClient.invalidateQueries({ queryKey: ['visitor', visitor.id] })
  }, [queryClient, visitor.id, page])
  if (!data) return null
  const { browser, pages, note } = data
  const earlier = data.conversations.filter((one) => one.id !== id)
  const known = [browser?.name, browser?.system].filter(Boolean).join(' · ')
  return (
    <>
      {known !== '' && (
        <section className={details.facts}>
          <dl>
            <div>
              <dt>{t('person.browser')}</dt>
              <dd>{known}</dd>
            </div>
          </dl>
        </section>
      )}
      <PersonNote key={visitor.id} visitorId={visitor.id} note={note} />
      {earlier.length > 0 && (
        <section className={details.facts}>
          <h3>{t('person.earlier', { count: earlier.length })}</h3>
          <More shown={EARLIER_SHOWN} items={earlier}>
            {(one) => (
              <li key={one.id}>
                <Link
                  to="/conversations/$conversationId"
                  params={{ conversationId: one.id }}
                  search={{ view: one.status === 'closed' ? 'closed' : 'open' }}
                  className={classes.earlier}
                >
                  <span className={classes.line} dir="auto">
                    {one.subject ?? one.preview ?? t('preview.nothing')}
                  </span>
                  <span className={classes.small}>
                    {[dayAndTime(Date.parse(one.createdAt)), one.agentName].filter(Boolean).join(' · ')}
                  </span>
                </Link>
              </li>
            )}
          </More>
        </section>
      )}
      {pages.length > 0 && (
        <section className={details.facts}>
          <h3>{t('person.pages')}</h3>
          <More shown={PAGES_SHOWN} items={pages}>
            {(one) => <Page key={one.at} {...one} />}
          </More>
        </section>
      )}
    </>
  )
}

function Page({ url, title, at }: VisitorProfileReply['pages'][number]) {
  const { t } = useTranslation()
  const now = useNow()
  const href = safeHref(url)
  const name = title || url
  return (
    <li className={classes.page}>
      {href === null ? (
        <span className={classes.line}>{name}</span>
      ) : (
        <a
          href={href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          title={url}
          className={classes.line}
        >
          {name}
        </a>
      )}
      <span className={classes.small}>{shortAge(Date.parse(at), now, t)}</span>
    </li>
  )
}

/** The first few, and the others for who wants to see them. */
function More<Item>(props: {
  items: readonly Item[]
  shown: number
  children: (item: Item) => React.ReactNode
}) {
  const { items, shown, children } = props
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  return (
    <>
      <ul className={classes.list}>{(all ? items : items.slice(0, shown)).map(children)}</ul>
      {!all && items.length > shown && (
        <Button size="compact-sm" variant="subtle" ml={-8} onClick={() => setAll(true)}>
          {t('person.all', { count: items.length })}
        </Button>
      )}
    </>
  )
}

function PersonNote({ visitorId, note }: { visitorId: string; note: VisitorProfileReply['note'] }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const save = async () => {
    setSaving(true)
    setProblem(null)
    try {
      await rest('PUT', `/visitors/${visitorId}/note`, { text: draft ?? '' })
      await queryClient.invalidateQueries({ queryKey: ['visitor', visitorId] })
      setDraft(null)
    } catch (error) {
      setProblem(explain(error, t))
    } finally {
      setSaving(false)
    }
  }
  return (
    <section className={details.facts}>
      <h3>{t('person.note')}</h3>
      {draft === null ? (
        <>
          {note && (
            <div className={classes.note}>
              <p dir="auto">{note.text}</p>
              <span className={classes.small}>
                {[note.by, dayAndTime(Date.parse(note.at))].filter(Boolean).join(' · ')}
              </span>
            </div>
          )}
          <Button size="compact-sm" variant="subtle" ml={-8} onClick={() => setDraft(note?.text ?? '')}>
            {note ? t('person.editNote') : t('person.addNote')}
          </Button>
        </>
      ) : (
        <>
          <Textarea
            aria-label={t('person.note')}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={LIMITS.textLength}
            value={draft}
            error={problem}
            errorProps={{ role: 'alert' }}
            autoFocus
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          <LeaveGuard dirty={draft !== (note?.text ?? '')} saving={saving} />
          <div className={classes.foot}>
            <Button size="compact-md" variant="default" onClick={() => setDraft(null)}>
              {t('common.cancel')}
            </Button>
            <Button size="compact-md" loading={saving} onClick={() => void save()}>
              {t('common.save')}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

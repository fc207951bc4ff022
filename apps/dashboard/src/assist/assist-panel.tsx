import type { Conversation, Suggestions, Translation } from '@biometrics/chat-protocol'
import { Alert, Button, CloseButton, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { useAgentState } from '../session/use-client.ts'
import classes from './assist.module.css'
import { isTranslated, keepTranslations, showTranslations, useShowsTranslations } from './translations.ts'

interface Props {
  conversation: Conversation
  draft: string
  onDraft: (text: string) => void
  onClose: () => void
}

/** Proposals for an answer. All that happens here is that the composer is filled: sending is the agent's. */
export default function AssistPanel({ conversation, draft, onDraft, onClose }: Props) {
  const { t } = useTranslation()
  const { id } = conversation
  const lastMessage = conversation.lastMessage?.id
  const query = useQuery({
    queryKey: ['suggestions', id, lastMessage],
    queryFn: () => rest<Suggestions>('GET', `/conversations/${id}/suggestions`),
    placeholderData: (before) => before,
  })
  const { data } = query
  return (
    <section className={classes.panel} aria-label={t('assist.title')}>
      <div className={classes.head}>
        <span className={classes.title}>{t('assist.title')}</span>
        <CloseButton aria-label={t('common.close')} onClick={onClose} />
      </div>
      {query.isError && (
        <Alert color="red" role="alert">
          {explain(query.error, t)}
        </Alert>
      )}
      {query.isPending && (
        <div role="status" aria-label={t('common.loading')}>
          <Skeleton height={62} mb={8} />
          <Skeleton height={62} />
        </div>
      )}
      {data && data.items.length === 0 && <p className={classes.soft}>{t('assist.none')}</p>}
      {data && data.items.length > 0 && (
        <ul className={classes.items}>
          {data.items.map(({ kind, id: key, title, text }) => (
            <li key={`${kind} ${key}`} className={classes.item}>
              <span className={classes.kind}>{t(`assist.kinds.${kind}`)}</span>
              <span className={classes.name} dir="auto">
                {title}
              </span>
              <span className={classes.words} dir="auto">
                {text}
              </span>
              <Button
                variant="default"
                size="compact-sm"
                className={classes.use}
                aria-label={t('assist.useNamed', { title })}
                onClick={() => onDraft(draft.trim() === '' ? text : `${draft.trimEnd()}\n\n${text}`)}
              >
                {t('assist.use')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {data && (
        <Translating conversation={conversation} draft={draft} onDraft={onDraft} hasModel={data.hasModel} />
      )}
    </section>
  )
}

function Translating(props: Omit<Props, 'onClose'> & { hasModel: boolean }) {
  const { conversation, draft, onDraft, hasModel } = props
  const { t, i18n } = useTranslation()
  const [failure, setFailure] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const isShown = useShowsTranslations(conversation.id)
  useTranslateMessages(conversation.id, hasModel && isShown, i18n.language, setFailure)
  const theirs = conversation.visitor.language
  const names = new Intl.DisplayNames([i18n.language], { type: 'language' })
  const mine = names.of(i18n.language) ?? i18n.language
  if (!hasModel) return <p className={classes.soft}>{t('assist.noModel')}</p>
  const translateDraft = async () => {
    setIsBusy(true)
    setFailure(null)
    try {
      const body = { language: theirs, text: draft.trim() }
      const { items } = await rest<Translation>('POST', `/conversations/${conversation.id}/translation`, body)
      if (items[0]) onDraft(items[0].text)
    } catch (error) {
      setFailure(error)
    }
    setIsBusy(false)
  }
  return (
    <>
      {failure !== null && (
        <Alert color="red" role="alert">
          {explain(failure, t)}
        </Alert>
      )}
      <div className={classes.foot}>
        <Button
          variant={isShown ? 'light' : 'default'}
          size="compact-sm"
          aria-pressed={isShown}
          onClick={() => showTranslations(conversation.id, !isShown)}
        >
          {t('assist.translateAll', { language: mine })}
        </Button>
        {theirs !== null && (
          <Button
            variant="default"
            size="compact-sm"
            loading={isBusy}
            disabled={draft.trim() === ''}
            onClick={() => void translateDraft()}
          >
            {t('assist.translateReply', { language: names.of(theirs) ?? theirs })}
          </Button>
        )}
      </div>
    </>
  )
}

/** The newest, which are on the screen. */
const TRANSLATED_AT_ONCE = 30

/** What the other side says is translated as it comes, while that is wanted. */
function useTranslateMessages(
  conversationId: string,
  wanted: boolean,
  language: string,
  onFailure: (error: unknown) => void,
): void {
  const messages = useAgentState((state) => state.threads[conversationId]?.messages)
  const asked = useRef(new Set<string>())
  useEffect(() => {
    if (!wanted || !messages) return
    const missing = messages
      .filter(({ type, senderType, visibility }) => {
        return senderType !== 'system' && visibility === 'all' && (type === 'text' || type === 'quick_reply')
      })
      .slice(-TRANSLATED_AT_ONCE)
      .flatMap(({ id }) => (isTranslated(id) || asked.current.has(id) ? [] : [id]))
    if (missing.length === 0) return
    for (const id of missing) asked.current.add(id)
    const body = { language, messageIds: missing }
    rest<Translation>('POST', `/conversations/${conversationId}/translation`, body)
      .then(({ items }) => keepTranslations(items))
      .catch((error: unknown) => {
        showTranslations(conversationId, false)
        for (const id of missing) asked.current.delete(id)
        onFailure(error)
      })
  }, [conversationId, wanted, language, messages, onFailure])
}

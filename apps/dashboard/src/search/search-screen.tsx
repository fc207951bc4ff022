import { ActionIcon, Alert, Button, Skeleton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain, refusalOf } from '../session/explain.ts'
import { FilterHelp } from './filter-help.tsx'
import { MessageHits, PeopleHits } from './hits.tsx'
import screen from '../shell/list-screen.module.css'
import classes from './search.module.css'
import { useMessageSearch, usePeopleSearch } from './use-search.ts'

/** Who stops typing for so long wants to see something; only so many searches a minute are answered. Enter does not wait. */
const PAUSE_MS = 600

export function SearchScreen() {
  const { t } = useTranslation()
  const { q = '' } = useSearch({ strict: false })
  const navigate = useNavigate()
  const [typed, setTyped] = useState(q)
  const [wanted, setWanted] = useState(q)
  const settle = useDebouncedCallback(setWanted, PAUSE_MS)
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => box.current?.focus(), [])
  // The address names the search, so that the way back from a conversation finds it again.
  useEffect(() => {
    if (wanted.trim() === q.trim()) return
    void navigate({ to: '/search', search: wanted.trim() ? { q: wanted } : {}, replace: true })
  }, [wanted, q, navigate])

  const type = (text: string) => {
    setTyped(text)
    settle(text)
  }
  const add = (word: string) => {
    type(typed.trim() === '' ? word : `${typed.trimEnd()} ${word}`)
    box.current?.focus()
  }
  return (
    <div className={screen.screen}>
      <div className={screen.column}>
        <h1 className={screen.title}>{t('shell.search')}</h1>
        <TextInput
          ref={box}
          type="search"
          size="md"
          value={typed}
          maxLength={500}
          aria-label={t('shell.search')}
          placeholder={t('search.placeholder')}
          leftSection={<IconSearch size={18} stroke={1.8} aria-hidden />}
          rightSection={
            typed !== '' && (
              <ActionIcon variant="subtle" aria-label={t('search.clear')} onClick={() => type('')}>
                <IconX size={17} stroke={1.8} />
              </ActionIcon>
            )
          }
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && setWanted(typed)}
        />
        <FilterHelp onChoose={add} />
        {q.trim() === '' ? (
          <div className={screen.empty}>
            <p className={screen.emptyTitle}>{t('search.startTitle')}</p>
            <p>{t('search.startText')}</p>
          </div>
        ) : (
          <Results q={q} />
        )}
      </div>
    </div>
  )
}

function Results({ q }: { q: string }) {
  const { t } = useTranslation()
  const people = usePeopleSearch(q)
  const messages = useMessageSearch(q)
  if (messages.isError) {
    const why = refusalOf(messages.error)?.fields?.find(({ path }) => path === 'q')?.message
    return (
      <Alert color="red" role="alert">
        {why === undefined ? explain(messages.error, t) : t('search.wrong', { why })}
      </Alert>
    )
  }
  if (!messages.data) {
    return (
      <div role="status" aria-label={t('common.loading')} className={screen.bones}>
        <Skeleton height={64} />
        <Skeleton height={64} />
        <Skeleton height={64} />
      </div>
    )
  }
  const hits = messages.data.pages.flatMap(({ items }) => items)
  const persons = people.data?.items ?? []
  if (hits.length === 0 && persons.length === 0) {
    return (
      <div className={screen.empty} role="status">
        <p className={screen.emptyTitle}>{t('search.nothingTitle')}</p>
        <p>{t('search.nothingText')}</p>
      </div>
    )
  }
  return (
    <div className={classes.results} data-stale={messages.isPlaceholderData || undefined}>
      <PeopleHits hits={persons} />
      <MessageHits hits={hits} />
      {messages.hasNextPage && (
        <Button
          variant="default"
          loading={messages.isFetchingNextPage}
          onClick={() => void messages.fetchNextPage()}
        >
          {t('search.more')}
        </Button>
      )}
    </div>
  )
}

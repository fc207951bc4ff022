import type { HelpReply } from '@biometrics/chat-protocol'
import { useEffect, useState } from 'react'
import { useAllTexts } from '../shell/context.tsx'
import styles from './help-search.module.css'

/** While somebody types nothing is asked for. */
const PAUSE_MS = 250
const MOST_SHOWN = 4
/** `/widget/:appId` inside a page, `/chat/:appId` on its own. */
const APP_ID = location.pathname.split('/').at(-1) ?? ''

type Articles = HelpReply['items']

/** The app's articles, and a field to look for others; nothing where there are none. */
export default function HelpSearch() {
  const texts = useAllTexts()
  const [asked, setAsked] = useState('')
  const [found, setFound] = useState<Articles | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    const control = new AbortController()
    const timer = setTimeout(
      () =>
        search(asked.trim(), control.signal).then(
          (articles) => {
            setFound(articles)
            setFailed(false)
          },
          () => control.signal.aborted || setFailed(true),
        ),
      asked === '' ? 0 : PAUSE_MS,
    )
    return () => {
      clearTimeout(timer)
      control.abort()
    }
  }, [asked])
  if (asked === '' && !found?.length) return null
  return (
    <search className={styles.help}>
      <input
        type="search"
        className={styles.field}
        value={asked}
        placeholder={texts.searchHelp}
        aria-label={texts.searchHelp}
        dir="auto"
        onInput={({ currentTarget }) => setAsked(currentTarget.value)}
      />
      <div role="status" className={styles.said}>
        {failed ? texts.failed : found?.length === 0 && texts.noHelp}
      </div>
      <ul>
        {found?.slice(0, MOST_SHOWN).map(({ id, title, excerpt, url }) => (
          <li key={id}>
            <a className={styles.article} href={url} target="_blank" rel="noopener">
              <b dir="auto">{title}</b>
              <span className={styles.excerpt} dir="auto">
                {excerpt}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </search>
  )
}

async function search(words: string, signal: AbortSignal): Promise<Articles> {
  const answer = await fetch(`/api/v1/help/${APP_ID}/search?q=${encodeURIComponent(words)}`, { signal })
  if (!answer.ok) throw new Error(String(answer.status))
  return ((await answer.json()) as HelpReply).items
}

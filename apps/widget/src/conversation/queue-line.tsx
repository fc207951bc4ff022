import type { Conversation } from '@biometrics/chat-protocol'
import { allTexts, type Language } from '../i18n/language.ts'
import { fill, plural } from '../i18n/texts.ts'
import { useLanguage } from '../shell/context.tsx'
import { CLOCK, Icon } from '../shell/icons.tsx'
import styles from './queue-line.module.css'

const MINUTE_S = 60

type Queue = NonNullable<Conversation['queue']>

/** The visitor's place in line, how long that takes as far as it is known, and what happens to those who leave. */
export default function QueueLine({ queue }: { queue: Queue }) {
  const language = useLanguage()
  const texts = allTexts(language)
  const wait = waitInWords(queue, language)
  return (
    <div className={styles.queue}>
      <Icon path={CLOCK} size={18} />
      <div>
        <p role="status">
          <strong>{placeInWords(queue, language)}</strong>
          {wait && ` · ${wait}`}
        </p>
        <p className={styles.leave}>{texts.queueLeave}</p>
      </div>
    </div>
  )
}

export function placeInWords({ position }: Queue, language: Language): string {
  const { tag } = language
  const texts = allTexts(language)
  if (position === 1) return texts.queueNext
  return position > 1 ? fill(texts.queuePlace, { n: position.toLocaleString(tag) }) : texts.inQueue
}

/** `about 2 to 4 minutes`; nothing where nothing honest can be said. */
export function waitInWords(queue: Queue, language: Language): string | undefined {
  const { tag } = language
  const texts = allTexts(language)
  const { estimatedWaitSeconds: likely, estimatedWaitRange: range } = queue
  if (likely === null && !range) return undefined
  const from = Math.floor((range?.minSeconds ?? likely ?? 0) / MINUTE_S)
  const to = Math.ceil((range?.maxSeconds ?? likely ?? 0) / MINUTE_S)
  if (to <= 1) return texts.queueSoon
  const least = Math.max(1, from)
  if (least >= to || !range) return plural(texts.queueAbout, to, tag)
  return plural(texts.queueRange, to, tag, { from: least.toLocaleString(tag) })
}

import type { Draft } from '@biometrics/chat-client'
import type { Message } from '@biometrics/chat-protocol'
import { systemText } from '../i18n/texts.ts'
import { useTexts } from '../shell/context.tsx'
import { lazy } from '../shell/lazy.tsx'
import styles from './message.module.css'
import { Words } from './words.tsx'

export interface Answering {
  chosen: string | undefined
  /** Left out where nothing can be answered any more. */
  answer: ((title: string, value: string) => void) | undefined
}

const Rich = lazy(() => import('./rich.tsx'))

/** The body of a message, by its type. */
export function Content({ body, answering }: { body: Message | Draft; answering: Answering }) {
  const texts = useTexts()
  switch (body.type) {
    case 'text':
      return (
        <div className={styles.bubble} dir="auto">
          <Words text={body.content.text} shaped={'senderType' in body && body.senderType !== 'user'} />
        </div>
      )
    case 'system':
      return (
        <p className={styles.system} dir="auto">
          {systemText(body.content, texts)}
        </p>
      )
    default:
      return <Rich body={body} answering={answering} />
  }
}

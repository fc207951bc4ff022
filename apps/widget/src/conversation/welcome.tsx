import type { ReactNode } from 'react'
import { useChat, useClientState, useTexts } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import styles from './welcome.module.css'

/** Before the first message. */
export function Welcome({ children }: { children: ReactNode }) {
  const texts = useTexts()
  const { config } = useChat()
  const { session } = useClientState()
  return (
    <div className={styles.welcome}>
      <div className={styles.words}>
        <span className={styles.sign}>
          <Icon name="chat" size={26} />
        </span>
        <h2 className={styles.greeting} dir="auto">
          {config.greeting ?? session?.config.greeting ?? texts.greeting}
        </h2>
        {!session?.online && <p className={styles.offline}>{texts.offlineHint}</p>}
      </div>
      {children}
    </div>
  )
}

import type { ReactNode } from 'react'
import { useClientState, useTexts } from '../shell/context.tsx'
import { useGreeting } from '../shell/greeting.ts'
import { CHAT, Icon } from '../shell/icons.tsx'
import styles from './welcome.module.css'

/** Before the first message. */
export function Welcome({ children }: { children: ReactNode }) {
  const texts = useTexts()
  const { greeting, long } = useGreeting()
  const { session } = useClientState()
  return (
    <div className={styles.welcome}>
      <div className={styles.words}>
        <span className={styles.sign}>
          <Icon path={CHAT} size={26} />
        </span>
        <h2 className={long ? styles.long : styles.greeting}>
          <bdi>{greeting}</bdi>
        </h2>
        {!session?.online && <p className={styles.offline}>{texts.offlineHint}</p>}
      </div>
      {children}
    </div>
  )
}

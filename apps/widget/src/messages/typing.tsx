import { fill } from '../i18n/texts.ts'
import type { TypingPerson } from '@biometrics/chat-client'
import { useTexts } from '../shell/context.tsx'
import { Avatar } from '../shell/top-bar.tsx'
import styles from './typing.module.css'

export function Typing({ people, name }: { people: readonly TypingPerson[]; name: string }) {
  const texts = useTexts()
  const others = people.filter(({ senderType }) => senderType !== 'user')
  if (others.length === 0) return null
  return (
    <div className={styles.typing}>
      <Avatar name={name} small />
      <span className={styles.dots} aria-hidden="true">
        <span />
        <span />
        <span />
      </span>
      <span className={styles.words}>{fill(texts.isTyping, { name })}</span>
    </div>
  )
}

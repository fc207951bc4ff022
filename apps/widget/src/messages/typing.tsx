import { fill } from '../i18n/texts.ts'
import type { TypingPerson } from '@biometrics/chat-client'
import { useTexts } from '../shell/context.tsx'
import { Avatar } from '../shell/top-bar.tsx'
import styles from './typing.module.css'

interface Props {
  people: readonly TypingPerson[]
  name: string
  picture: string | null | undefined
}

export default function Typing({ people, name, picture }: Props) {
  const texts = useTexts()
  const other = people.find(({ senderType }) => senderType !== 'user')
  if (!other) return null
  return (
    <div className={styles.typing}>
      <Avatar name={name} picture={picture} small />
      <span className={styles.dots} aria-hidden="true">
        {/* The words of a bot as they grow; they are read out once they are a message. */}
        {other.preview}
      </span>
      <span className={styles.words}>{fill(texts.isTyping, { name })}</span>
    </div>
  )
}

import type { Conversation } from '@biometrics/chat-protocol'
import buttons from '../shell/button.module.css'
import { useChat, useAllTexts } from '../shell/context.tsx'
import styles from './ended.module.css'
import { RatingForm } from './rating-form.tsx'
import { Stars } from './stars.tsx'

/** In the composer's place once the chat is over: a rating, and the way to the next one. */
export default function Ended({ conversation: { id, rating } }: { conversation: Conversation }) {
  const texts = useAllTexts()
  const { chat } = useChat()
  return (
    <section className={styles.ended} aria-label={texts.chatEnded}>
      <p className={styles.over}>{texts.chatEnded}</p>
      {rating ? (
        <div className={styles.thanks} role="status">
          <Stars score={rating.score} onChoose={undefined} />
          <p>{texts.thanks}</p>
        </div>
      ) : (
        <RatingForm key={id} conversationId={id} />
      )}
      <button type="button" className={buttons.quiet} onClick={() => chat.show({ name: 'new' })}>
        {texts.newConversation}
      </button>
    </section>
  )
}

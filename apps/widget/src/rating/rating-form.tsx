import { LIMITS } from '@biometrics/chat-protocol/limits'
import { type FormEvent, useState } from 'react'
import buttons from '../shell/button.module.css'
import { useChat, useAllTexts } from '../shell/context.tsx'
import styles from './ended.module.css'
import { type Score, Stars } from './stars.tsx'

export function RatingForm({ conversationId }: { conversationId: string }) {
  const texts = useAllTexts()
  const { client } = useChat()
  const [score, setScore] = useState<Score>()
  const [comment, setComment] = useState('')
  const [status, setStatus] = useState<'open' | 'sending' | 'failed'>('open')

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!score) return
    setStatus('sending')
    try {
      await client.rate(conversationId, score, comment.trim() || undefined)
    } catch {
      setStatus('failed')
    }
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      <p className={styles.question}>{texts.rateQuestion}</p>
      <Stars score={score} onChoose={setScore} />
      {score && (
        <>
          <textarea
            className={styles.comment}
            value={comment}
            maxLength={LIMITS.commentLength}
            placeholder={texts.comment}
            aria-label={texts.comment}
            dir="auto"
            onInput={({ currentTarget }) => setComment(currentTarget.value)}
          />
          {status === 'failed' && (
            <p className={styles.trouble} role="alert">
              {texts.failed}
            </p>
          )}
          <button type="submit" className={buttons.main} disabled={status === 'sending'}>
            {texts.submit}
          </button>
        </>
      )}
    </form>
  )
}

import { useRef, useState } from 'react'
import buttons from '../shell/button.module.css'
import { useChat, useTexts } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import styles from './end-chat.module.css'

/** Asks first: an ended chat does not come back. */
export function EndChat({ conversationId }: { conversationId: string }) {
  const texts = useTexts()
  const { client } = useChat()
  const dialog = useRef<HTMLDialogElement>(null)
  const [failed, setFailed] = useState(false)

  async function end(): Promise<void> {
    setFailed(false)
    try {
      await client.close(conversationId)
      dialog.current?.close()
    } catch {
      setFailed(true)
    }
  }
  return (
    <>
      <button
        type="button"
        className={buttons.round}
        aria-label={texts.endChat}
        onClick={() => dialog.current?.showModal()}
      >
        <Icon name="end" />
      </button>
      <dialog ref={dialog} className={styles.question} aria-label={texts.endQuestion}>
        <p className={styles.words}>{texts.endQuestion}</p>
        {failed && (
          <p className={styles.trouble} role="alert">
            {texts.failed}
          </p>
        )}
        <button type="button" className={buttons.danger} onClick={end}>
          {texts.endChat}
        </button>
        <button type="button" className={buttons.quiet} onClick={() => dialog.current?.close()}>
          {texts.keepChat}
        </button>
      </dialog>
    </>
  )
}

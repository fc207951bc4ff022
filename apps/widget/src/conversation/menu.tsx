import type { Thread } from '@biometrics/chat-client'
import { useEffect, useRef, useState } from 'react'
import buttons from '../shell/button.module.css'
import { useAllTexts, useChat, useLanguage, useSettings } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { DOWNLOAD, END, SILENT, SOUND } from '../shell/more-icons.ts'
import { isMuted, setMuted } from '../shell/muted.ts'
import styles from './menu.module.css'
import { saveTranscript } from './transcript.ts'

/** What else can be done with a conversation: keep it as a file, be silent, end it. */
export default function Menu({ thread, onClose }: { thread: Thread; onClose: () => void }) {
  const language = useLanguage()
  const texts = useAllTexts()
  const { client } = useChat()
  const { sound } = useSettings()
  const [muted, setShown] = useState(isMuted())
  const [asks, setAsks] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const ended = thread.conversation.status === 'closed'
  useEffect(() => list.current?.querySelector('button')?.focus(), [])
  useEffect(() => {
    if (asks) return
    const closeOutside = ({ target }: Event) => {
      if (!list.current?.parentElement?.contains(target as Node)) onClose()
    }
    addEventListener('pointerdown', closeOutside)
    return () => removeEventListener('pointerdown', closeOutside)
  }, [asks, onClose])

  if (asks) return <EndQuestion conversationId={thread.conversation.id} onClose={onClose} />
  return (
    <div
      ref={list}
      className={styles.menu}
      role="group"
      aria-label={texts.more}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        onClose()
      }}
    >
      <button
        type="button"
        onClick={() => {
          void saveTranscript(client, thread.conversation.id, language)
          onClose()
        }}
      >
        <Icon path={DOWNLOAD} size={18} />
        {texts.transcript}
      </button>
      {sound?.enabled && (
        <button
          type="button"
          aria-pressed={!muted}
          onClick={() => {
            setMuted(!muted)
            setShown(!muted)
          }}
        >
          <Icon path={muted ? SILENT : SOUND} size={18} />
          {muted ? texts.soundOff : texts.soundOn}
        </button>
      )}
      {!ended && (
        <button type="button" className={styles.end} onClick={() => setAsks(true)}>
          <Icon path={END} size={18} />
          {texts.endChat}
        </button>
      )}
    </div>
  )
}

/** Asks first: an ended chat is over for both. */
function EndQuestion({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const texts = useAllTexts()
  const { client } = useChat()
  const dialog = useRef<HTMLDialogElement>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => dialog.current?.showModal(), [])

  async function end(): Promise<void> {
    setFailed(false)
    try {
      await client.close(conversationId)
      onClose()
    } catch {
      setFailed(true)
    }
  }
  return (
    <dialog ref={dialog} className={styles.question} aria-label={texts.endQuestion} onClose={onClose}>
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
  )
}

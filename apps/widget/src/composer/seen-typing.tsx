import { LIMITS } from '@biometrics/chat-protocol/limits'
import { useEffect } from 'react'
import { useAllTexts, useChat } from '../shell/context.tsx'
import styles from './seen-typing.module.css'

/** Says that the team sees what is typed, and shows it to them: whoever has not been told is not looked over the shoulder. */
export default function SeenTyping({ conversationId }: { conversationId: string | undefined }) {
  const texts = useAllTexts()
  const { client } = useChat()
  useEffect(() => {
    if (conversationId === undefined) return
    const tell = ({ target }: Event) => {
      if (!(target instanceof HTMLTextAreaElement) || target.enterKeyHint !== 'send') return
      client.setTyping(conversationId, target.value !== '', beginningOf(target.value))
    }
    document.addEventListener('input', tell)
    return () => document.removeEventListener('input', tell)
  }, [client, conversationId])
  return <p className={styles.seen}>{texts.seenTyping}</p>
}

/** As much as may be shown, and no half of a character at its end. */
function beginningOf(text: string): string {
  return text.slice(0, LIMITS.previewLength).replace(/[\ud800-\udbff]$/, '')
}

import type { CommandError } from '@biometrics/chat-protocol'
import type { Texts } from '../i18n/texts.ts'
import buttons from './button.module.css'
import { useChat, useAllTexts } from './context.tsx'
import { Icon } from './icons.tsx'
import { ALERT } from './more-icons.ts'
import styles from './refused.module.css'
import { CloseButton } from './top-bar.tsx'

/** Why there is no chat, and what can be done about it. */
export default function Refused({ error }: { error: CommandError }) {
  const texts = useAllTexts()
  const { chat } = useChat()
  return (
    <>
      <div className={styles.top}>
        <CloseButton />
      </div>
      <div className={styles.middle} role="alert">
        <span className={styles.sign}>
          <Icon path={ALERT} size={28} />
        </span>
        <h1 className={styles.title}>{texts.refusedTitle}</h1>
        <p className={styles.reason}>{reasonOf(error, texts)}</p>
        <button type="button" className={buttons.quiet} onClick={chat.restart}>
          {texts.again}
        </button>
      </div>
    </>
  )
}

function reasonOf({ code }: CommandError, texts: Texts): string {
  if (code === 'origin_not_allowed' || code === 'forbidden') return texts.refusedOrigin
  if (code === 'not_found') return texts.refusedApp
  if (code === 'identity_invalid') return texts.refusedIdentity
  return texts.refusedOther
}

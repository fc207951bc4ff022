import type { QuickReplyContent } from '@biometrics/chat-protocol'
import { useAllTexts } from '../shell/context.tsx'
import { CHECK, Icon } from '../shell/icons.tsx'
import type { Answering } from './content.tsx'
import { Words } from './words.tsx'
import message from './message.module.css'
import styles from './quick-replies.module.css'

/** A question with buttons; once answered, the choice stays marked. */
export function QuickReplies({ text, options, chosen, answer }: QuickReplyContent & Answering) {
  const texts = useAllTexts()
  const open = chosen === undefined && answer !== undefined
  return (
    <>
      {text && (
        <div className={message.bubble} dir="auto">
          <Words text={text} shaped />
        </div>
      )}
      <div className={styles.options} role="group" aria-label={text || texts.options}>
        {options.map(({ title, value, imageUrl }) => (
          <button
            key={`${value} ${title}`}
            type="button"
            className={chosen === value ? styles.chosen : styles.option}
            aria-pressed={chosen === value}
            disabled={!open}
            onClick={() => answer?.(title, value)}
          >
            {imageUrl && <img className={styles.picture} src={imageUrl} alt="" loading="lazy" />}
            <span dir="auto">{title}</span>
            {chosen === value && <Icon path={CHECK} size={16} />}
          </button>
        ))}
      </div>
    </>
  )
}

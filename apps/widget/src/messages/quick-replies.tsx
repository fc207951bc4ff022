import type { QuickReplyContent } from '@biometrics/chat-protocol'
import { useTexts } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import type { Answering } from './content.tsx'
import { LinkedText } from './linked-text.tsx'
import message from './message.module.css'
import styles from './quick-replies.module.css'

/** A question with buttons; once answered, the choice stays marked. */
export function QuickReplies({ text, options, chosen, answer }: QuickReplyContent & Answering) {
  const texts = useTexts()
  const open = chosen === undefined && answer !== undefined
  return (
    <>
      {text && (
        <div className={message.bubble} dir="auto">
          <LinkedText text={text} />
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
            {chosen === value && <Icon name="check" size={16} />}
          </button>
        ))}
      </div>
    </>
  )
}

import { EMOJI } from '@biometrics/chat-client/emoji'
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { useTexts } from '../shell/context.tsx'
import styles from './emoji-picker.module.css'

const COLUMNS = 8

/** A grid of buttons, walked by the arrow keys. */
export default function EmojiPicker({
  field,
  onWrite,
  onClose,
}: {
  field: RefObject<HTMLTextAreaElement | null>
  onWrite: (text: string) => void
  onClose: () => void
}) {
  const texts = useTexts()
  const grid = useRef<HTMLDivElement>(null)
  useEffect(() => (grid.current?.firstElementChild as HTMLElement | null)?.focus(), [])
  /** Where the cursor is, which comes to stand behind it. */
  function insert(emoji: string): void {
    const written = field.current
    if (!written) return
    written.setRangeText(emoji, written.selectionStart, written.selectionEnd, 'end')
    onWrite(written.value)
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      return onClose()
    }
    const buttons = [...(grid.current?.children ?? [])] as HTMLElement[]
    const at = buttons.indexOf(document.activeElement as HTMLElement)
    const onward = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const step = { ArrowLeft: -onward, ArrowRight: onward, ArrowUp: -COLUMNS, ArrowDown: COLUMNS }[event.key]
    if (!step) return
    event.preventDefault()
    buttons[at + step]?.focus()
  }
  return (
    <div ref={grid} className={styles.emoji} role="group" aria-label={texts.emoji} onKeyDown={onKeyDown}>
      {EMOJI.map((emoji, at) => (
        <button key={emoji} type="button" tabIndex={at === 0 ? 0 : -1} onClick={() => insert(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  )
}

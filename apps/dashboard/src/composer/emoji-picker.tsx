import { EMOJI } from '@biometrics/chat-client/emoji'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './emoji-picker.module.css'

/** As in the style sheet. */
const COLUMNS = 8

/** A grid of buttons, walked by the arrow keys. */
export default function EmojiPicker({
  onChoose,
  onClose,
}: {
  onChoose: (emoji: string) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const grid = useRef<HTMLDivElement>(null)
  useEffect(() => (grid.current?.firstElementChild as HTMLElement | null)?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
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
    <div
      ref={grid}
      className={classes.emoji}
      role="group"
      aria-label={t('composer.emoji')}
      onKeyDown={onKeyDown}
    >
      {EMOJI.map((emoji, at) => (
        <button key={emoji} type="button" tabIndex={at === 0 ? 0 : -1} onClick={() => onChoose(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  )
}

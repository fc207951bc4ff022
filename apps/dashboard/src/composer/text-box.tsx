import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useLayoutEffect } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './text-box.module.css'
import type { Suggestions } from './suggestions.ts'

interface Props {
  ref: RefObject<HTMLTextAreaElement | null>
  text: string
  placeholder: string
  onChange: (text: string) => void
  onSend: () => void
  onFiles: (files: File[]) => void
  onBlur: () => void
  /** At most one of them is open. */
  suggestions: readonly Suggestions[]
}

/** Grows with its text. Enter sends, Shift+Enter breaks the line, and Enter in an input method only chooses a word. */
export function TextBox({ ref, text, placeholder, onChange, onSend, onFiles, onBlur, suggestions }: Props) {
  const { t } = useTranslation()
  const shown = suggestions.find(({ open }) => open)
  const follow = () => suggestions.forEach((each) => each.follow())
  useGrow(ref, text)
  useFocusOnOpen(ref)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === IME_KEY_CODE) return
    if (suggestions.some((each) => each.onKeyDown(event))) return
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return
    event.preventDefault()
    onSend()
  }
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    // A spreadsheet puts a picture of the cells beside their text; the text is what was meant.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return
    event.preventDefault()
    onFiles(files)
  }

  return (
    <textarea
      ref={ref}
      className={classes.box}
      rows={1}
      value={text}
      placeholder={placeholder}
      aria-label={t('composer.label')}
      aria-autocomplete="list"
      aria-controls={shown?.listId}
      aria-activedescendant={shown?.activeId}
      onChange={(event) => {
        onChange(event.currentTarget.value)
        follow()
      }}
      onSelect={follow}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onBlur={() => {
        for (const each of suggestions) each.dismiss()
        onBlur()
      }}
    />
  )
}

/** Safari ends a composition before it tells of the Enter that ended it. */
const IME_KEY_CODE = 229

/** Where the browser measures the box itself, it need not be measured for it in the middle of drawing. */
const GROWS_BY_ITSELF = CSS.supports('field-sizing', 'content')

function useGrow(ref: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const box = ref.current
    if (!box || GROWS_BY_ITSELF) return
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight}px`
  }, [ref, text])
}

/** With a keyboard at hand one types at once; on a phone the keyboard would cover the conversation. */
function useFocusOnOpen(ref: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    if (!window.matchMedia('(hover: hover) and (min-width: 768px)').matches) return
    // With the frame that shows it: before, everything would have to be laid out for this alone.
    const frame = requestAnimationFrame(() => ref.current?.focus({ preventScroll: true }))
    return () => cancelAnimationFrame(frame)
  }, [ref])
}

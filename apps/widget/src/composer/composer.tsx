import { fill } from '../i18n/texts.ts'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import type { Draft } from '@biometrics/chat-client'
import {
  type ClipboardEvent,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useChat, useLanguage } from '../shell/context.tsx'
import { ATTACH, SEND, SMILE, Icon } from '../shell/icons.tsx'
import { lazy } from '../shell/lazy.tsx'
import styles from './composer.module.css'
import { unsent } from './unsent.ts'

const Attachments = lazy(() => import('./attachments.tsx'))
const DropZone = lazy(() => import('./drop-zone.tsx'))
const EmojiPicker = lazy(() => import('./emoji-picker.tsx'))

interface ComposerProps {
  /** Whose unsent words these are. */
  draftKey: string
  onSend: (draft: Draft) => void
  onTyping: (typing: boolean) => void
}

/** Where the visitor writes: text, and files by button, paste or drop. */
export function Composer({ draftKey, onSend, onTyping }: ComposerProps) {
  const { tag, texts } = useLanguage()
  const { open, prefill } = useChat()
  const [text, setText] = useState(unsent.get(draftKey) ?? '')
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<readonly File[]>([])
  const choose = useCallback((files: Iterable<File>) => {
    // Copied now: the browser empties its list when the event is over.
    const added = [...files]
    setChosen((before) => [...before, ...added])
  }, [])
  const [dragged, setDragged] = useState(false)
  useEffect(() => {
    // Heard here, not in the drop zone: a file that is let go before that has loaded must not replace the chat; nor one
    // that is let go where nothing is written, so nobody stops listening.
    window.ondragenter =
      window.ondragover =
      window.ondrop =
        (event: DragEvent) => {
          const carried = event.dataTransfer
          if (!carried?.types.includes('Files')) return
          event.preventDefault()
          setDragged(event.type !== 'drop')
          if (event.type === 'drop') choose(carried.files)
        }
  }, [choose])
  const [picking, setPicking] = useState(false)
  const [full, setFull] = useState(false)
  const tooLong = text.length > LIMITS.textLength
  const canSend = text.trim() !== '' && !tooLong

  const write = useCallback(
    (next: string) => {
      setText(next)
      unsent.set(draftKey, next)
    },
    [draftKey],
  )
  useEffect(() => {
    if (prefill) write(prefill.text)
  }, [prefill, write])
  useEffect(() => {
    // On a phone the keyboard would cover half of what there is to read.
    if (open && !matchMedia('(pointer: coarse)').matches) field.current?.focus({ preventScroll: true })
  }, [open])
  useLayoutEffect(() => fitHeight(field.current, text), [text])

  const closePicker = () => {
    setPicking(false)
    field.current?.focus()
  }
  function send(): void {
    if (!canSend) return
    try {
      onSend({ type: 'text', content: { text } })
    } catch {
      return setFull(true)
    }
    setFull(false)
    onTyping(false)
    write('')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter takes a suggestion (229: Safari, after it has ended).
    const composing = (event as unknown as globalThis.KeyboardEvent).isComposing || event.keyCode === 229
    if (event.key !== 'Enter' || event.shiftKey || composing) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent) => {
    const { files } = event.clipboardData
    if (files.length === 0) return
    event.preventDefault()
    choose(files)
  }

  return (
    <div className={styles.composer}>
      {chosen.length > 0 && <Attachments chosen={chosen} onSend={onSend} />}
      {(tooLong || full) && (
        <p className={styles.tooLong} role="alert">
          {tooLong ? fill(texts.tooLong, { limit: LIMITS.textLength.toLocaleString(tag) }) : texts.outboxFull}
        </p>
      )}
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={({ currentTarget }) => {
            choose(currentTarget.files ?? [])
            currentTarget.value = ''
          }}
        />
        <button
          type="button"
          className={styles.attach}
          aria-label={texts.attach}
          onClick={() => picker.current?.click()}
        >
          <Icon path={ATTACH} />
        </button>
        <button
          type="button"
          className={styles.attach}
          aria-label={texts.emoji}
          onClick={() => setPicking(!picking)}
          aria-expanded={picking}
        >
          <Icon path={SMILE} />
        </button>
        <textarea
          ref={field}
          className={styles.field}
          rows={1}
          value={text}
          placeholder={texts.placeholder}
          aria-label={texts.message}
          aria-invalid={tooLong}
          enterKeyHint="send"
          dir="auto"
          onInput={({ currentTarget: { value } }) => {
            write(value)
            onTyping(value !== '')
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => onTyping(false)}
        />
        <button type="submit" className={styles.send} aria-label={texts.send} disabled={!canSend}>
          <Icon path={SEND} />
        </button>
      </form>
      {picking && <EmojiPicker field={field} onWrite={write} onClose={closePicker} />}
      {dragged && <DropZone onLeave={() => setDragged(false)} />}
    </div>
  )
}

/** As high as what is in it; the style sheet says how high at most. */
function fitHeight(field: HTMLTextAreaElement | null, text: string): void {
  if (!field) return
  field.style.height = 'auto'
  if (text) field.style.height = `${field.scrollHeight}px`
}

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
import { Icon } from '../shell/icons.tsx'
import styles from './composer.module.css'
import { UploadRow } from './upload-row.tsx'
import { useDrop } from './use-drop.ts'
import { useUploads } from './uploads.ts'

interface ComposerProps {
  /** Whose unsent words these are. */
  draftKey: string
  onSend: (draft: Draft) => void
  onTyping: (typing: boolean) => void
}

/** What is typed and not sent, while the visitor looks elsewhere in the chat. */
const unsent = new Map<string, string>()

/** Where the visitor writes: text, and files by button, paste or drop. */
export function Composer({ draftKey, onSend, onTyping }: ComposerProps) {
  const { tag, texts } = useLanguage()
  const { client, open, prefill } = useChat()
  const [text, setText] = useState(unsent.get(draftKey) ?? '')
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const latestSend = useRef(onSend)
  latestSend.current = onSend
  const uploads = useUploads(
    client,
    useCallback((draft) => latestSend.current(draft), []),
  )
  const dropping = useDrop(uploads.add)
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
    const composing = event.nativeEvent?.isComposing || event.keyCode === 229
    if (event.key !== 'Enter' || event.shiftKey || composing) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent) => {
    const { files } = event.clipboardData
    if (files.length === 0) return
    event.preventDefault()
    uploads.add(files)
  }

  return (
    <div className={styles.composer}>
      {uploads.files.length > 0 && (
        <ul className={styles.uploads}>
          {uploads.files.map((upload) => (
            <UploadRow
              key={upload.key}
              upload={upload}
              onRetry={() => uploads.retry(upload)}
              onRemove={() => uploads.remove(upload.key)}
            />
          ))}
        </ul>
      )}
      {tooLong && (
        <p className={styles.tooLong} role="alert">
          {texts.tooLong(LIMITS.textLength.toLocaleString(tag))}
        </p>
      )}
      {full && (
        <p className={styles.tooLong} role="alert">
          {texts.outboxFull}
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
            uploads.add(currentTarget.files ?? [])
            currentTarget.value = ''
          }}
        />
        <button
          type="button"
          className={styles.attach}
          aria-label={texts.attach}
          onClick={() => picker.current?.click()}
        >
          <Icon name="attach" />
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
          <Icon name="send" />
        </button>
      </form>
      {dropping && <div className={styles.drop}>{texts.dropHere}</div>}
    </div>
  )
}

/** As high as what is in it; the style sheet says how high at most. */
function fitHeight(field: HTMLTextAreaElement | null, text: string): void {
  if (!field) return
  field.style.height = 'auto'
  if (text) field.style.height = `${field.scrollHeight}px`
}

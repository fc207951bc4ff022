import type { Draft } from '@biometrics/chat-client'
import { useCallback, useEffect, useRef } from 'react'
import { useChat } from '../shell/context.tsx'
import styles from './attachments.module.css'
import { UploadRow } from './upload-row.tsx'
import { useUploads } from './uploads.ts'

interface AttachmentsProps {
  /** Everything that was chosen so far; only what is added at the end is new. */
  chosen: readonly File[]
  onSend: (draft: Draft) => void
}

/** The files on their way, above the text box. */
export default function Attachments({ chosen, onSend }: AttachmentsProps) {
  const { client } = useChat()
  const latestSend = useRef(onSend)
  latestSend.current = onSend
  const uploads = useUploads(
    client,
    useCallback((draft) => latestSend.current(draft), []),
  )
  const taken = useRef(0)
  const { add } = uploads
  useEffect(() => {
    const fresh = chosen.slice(taken.current)
    taken.current = chosen.length
    if (fresh.length > 0) add(fresh)
  }, [chosen, add])
  if (uploads.files.length === 0) return null
  return (
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
  )
}

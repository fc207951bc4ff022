import type { Draft, VisitorClient } from '@biometrics/chat-client'
import type { Upload as Uploaded } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { useCallback, useEffect, useRef, useState } from 'react'

/** A file that is not a message yet. */
export interface FileOnItsWay {
  key: number
  file: File
  status:
    | { name: 'sending'; share: number }
    | { name: 'failed' }
    | { name: 'refused'; reason: 'tooLarge' | 'empty' }
}

/** Uploads files, each as soon as it is chosen, and hands over the message when the server has it. */
export function useUploads(client: VisitorClient, onUploaded: (draft: Draft) => void) {
  const [files, setFiles] = useState<readonly FileOnItsWay[]>([])
  const lastKey = useRef(0)
  const running = useRef(new Map<number, AbortController>())

  const put = useCallback((next: FileOnItsWay) => {
    setFiles((known) => known.map((file) => (file.key === next.key ? next : file)))
  }, [])
  const remove = useCallback((key: number) => {
    running.current.get(key)?.abort()
    running.current.delete(key)
    setFiles((known) => known.filter((file) => file.key !== key))
  }, [])
  const send = useCallback(
    async ({ key, file }: FileOnItsWay) => {
      const control = new AbortController()
      running.current.set(key, control)
      const show = (share: number) => put({ key, file, status: { name: 'sending', share } })
      show(0)
      try {
        const uploaded = await client.upload(file, {
          name: file.name,
          signal: control.signal,
          onProgress: (sent, total) => show(total > 0 ? sent / total : 0),
        })
        onUploaded(draftOf(uploaded))
        remove(key)
      } catch {
        if (!control.signal.aborted) put({ key, file, status: { name: 'failed' } })
      }
    },
    [client, onUploaded, put, remove],
  )
  const add = useCallback(
    (chosen: Iterable<File>) => {
      const added = [...chosen].map((file): FileOnItsWay => {
        lastKey.current += 1
        return { key: lastKey.current, file, status: statusOf(file) }
      })
      setFiles((known) => [...known, ...added])
      for (const file of added) if (file.status.name === 'sending') void send(file)
    },
    [send],
  )
  useEffect(() => {
    const controls = running.current
    return () => {
      for (const control of controls.values()) control.abort()
    }
  }, [])
  return { files, add, remove, retry: send }
}

/** Refused here, so that nobody waits for an upload that the server refuses. */
export function statusOf({ size }: { size: number }): FileOnItsWay['status'] {
  if (size > LIMITS.uploadBytes) return { name: 'refused', reason: 'tooLarge' }
  if (size === 0) return { name: 'refused', reason: 'empty' }
  return { name: 'sending', share: 0 }
}

function draftOf({ url, name, size, mimeType, width, height }: Uploaded): Draft {
  if (!mimeType.startsWith('image/') || !width || !height) {
    return { type: 'file', content: { url, name, size, mimeType } }
  }
  return { type: 'image', content: { url, name, size, width, height } }
}

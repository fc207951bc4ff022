import type { Draft, VisitorClient } from '@biometrics/chat-client'
import type { Upload as Uploaded } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { isShrinkable, shrinkImage } from './shrink-image.ts'
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
        const sent = await shrinkImage(file)
        if (sent.size > LIMITS.uploadBytes) return put({ key, file, status: REFUSED_AS_TOO_LARGE })
        const uploaded = await client.upload(sent, {
          name: sent.name,
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

const REFUSED_AS_TOO_LARGE = { name: 'refused', reason: 'tooLarge' } as const

/** Refused here, so that nobody waits for an upload that the server refuses. A picture may still be made smaller. */
export function statusOf({ size, type }: { size: number; type: string }): FileOnItsWay['status'] {
  if (size > LIMITS.uploadBytes && !isShrinkable(type)) return REFUSED_AS_TOO_LARGE
  if (size === 0) return { name: 'refused', reason: 'empty' }
  return { name: 'sending', share: 0 }
}

function draftOf({ url, name, size, mimeType, width, height }: Uploaded): Draft {
  if (!mimeType.startsWith('image/') || !width || !height) {
    return { type: 'file', content: { url, name, size, mimeType } }
  }
  return { type: 'image', content: { url, name, size, width, height } }
}

import type { Draft, Store, ThreadActions } from '@biometrics/chat-client'
import type { Upload } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'

/** A file beside the text, on its way to the server or there already. */
export interface Attachment {
  id: string
  file: File
  status:
    | { name: 'uploading'; progress: number }
    | { name: 'ready'; upload: Upload }
    | { name: 'failed'; error: unknown }
    | { name: 'refused'; reason: 'too-large' | 'empty' }
}

type Shelves = Readonly<Record<string, readonly Attachment[]>>

/** Files waiting to be sent, by conversation; they stay while the agent looks at another one. */
export interface Attachments extends Store<Shelves> {
  add(conversationId: string, files: readonly File[]): { leftOut: number }
  /** What is on the server already. */
  addReady(conversationId: string, uploads: readonly Upload[]): void
  retry(conversationId: string, id: string): void
  /** Takes it away, and cancels its upload. */
  remove(conversationId: string, id: string): void
}

/** Files beside one message. */
export const ATTACHMENTS_MAX = 10

export function createAttachments(upload: ThreadActions['upload']): Attachments {
  let shelves: Shelves = {}
  const listeners = new Set<() => void>()
  const uploads = new Map<string, AbortController>()

  function change(key: string, next: (shelf: readonly Attachment[]) => readonly Attachment[]): void {
    shelves = { ...shelves, [key]: next(shelves[key] ?? []) }
    for (const listener of listeners) listener()
  }
  function setStatus(key: string, id: string, status: Attachment['status']): void {
    change(key, (shelf) => shelf.map((each) => (each.id === id ? { ...each, status } : each)))
  }

  async function start(key: string, { id, file }: Attachment): Promise<void> {
    const controller = new AbortController()
    uploads.set(id, controller)
    const onProgress = (sent: number, total: number) =>
      setStatus(key, id, { name: 'uploading', progress: total > 0 ? sent / total : 0 })
    try {
      const done = await upload(file, { name: file.name, signal: controller.signal, onProgress })
      setStatus(key, id, { name: 'ready', upload: done })
    } catch (error) {
      setStatus(key, id, { name: 'failed', error })
    } finally {
      uploads.delete(id)
    }
  }

  return {
    get state() {
      return shelves
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(key, files) {
      const room = ATTACHMENTS_MAX - (shelves[key]?.length ?? 0)
      const added = files.slice(0, Math.max(0, room)).map(asAttachment)
      change(key, (shelf) => [...shelf, ...added])
      for (const each of added) if (each.status.name === 'uploading') void start(key, each)
      return { leftOut: files.length - added.length }
    },
    addReady(key, ready) {
      const room = ATTACHMENTS_MAX - (shelves[key]?.length ?? 0)
      const added = ready.slice(0, Math.max(0, room)).map(
        (done): Attachment => ({
          id: crypto.randomUUID(),
          file: new File([], done.name),
          status: { name: 'ready', upload: done },
        }),
      )
      if (added.length > 0) change(key, (shelf) => [...shelf, ...added])
    },
    retry(key, id) {
      const attachment = shelves[key]?.find((each) => each.id === id)
      if (attachment?.status.name !== 'failed') return
      setStatus(key, id, { name: 'uploading', progress: 0 })
      void start(key, attachment)
    },
    remove(key, id) {
      uploads.get(id)?.abort()
      change(key, (shelf) => shelf.filter((each) => each.id !== id))
    },
  }
}

/** What is too large is refused before a byte of it travels. */
function asAttachment(file: File): Attachment {
  const id = crypto.randomUUID()
  if (file.size > LIMITS.uploadBytes) return { id, file, status: { name: 'refused', reason: 'too-large' } }
  if (file.size === 0) return { id, file, status: { name: 'refused', reason: 'empty' } }
  return { id, file, status: { name: 'uploading', progress: 0 } }
}

/** The message for an uploaded file: a picture if the server could measure it as one. */
export function messageOf({ url, name, size, mimeType, width, height }: Upload): Draft {
  if (mimeType.startsWith('image/') && width !== undefined && height !== undefined) {
    return { type: 'image', content: { url, name, size, width, height } }
  }
  return { type: 'file', content: { url, name, size, mimeType } }
}

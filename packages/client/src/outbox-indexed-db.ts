import { createStore, promisifyRequest } from 'idb-keyval'
import type { OutboxChange, OutboxStorage } from './api.ts'
import { isEntry } from './outbox-storage.ts'
import { systemTiming } from './timing.ts'

/** Some browsers, at some times, never answer; a chat must not wait for them. */
const ANSWER_WAIT_MS = 3_000

/** A database of its own for each outbox. It rejects where the browser has none to give, or no room in it. */
export function indexedDbOutbox(name: string): OutboxStorage {
  const store = createStore(name, 'messages')
  const channel = openChannel(name)
  let silent = false

  async function ask<T>(question: () => Promise<T>): Promise<T> {
    const silence = new Error('IndexedDB does not answer')
    if (silent) throw silence
    let callOff = () => {}
    const tooLate = new Promise<never>((_, reject) => {
      callOff = systemTiming.after(ANSWER_WAIT_MS, () => {
        silent = true
        reject(silence)
      })
    })
    return Promise.race([question(), tooLate]).finally(callOff)
  }

  /** Resolves when it is written, and not only asked for. */
  function write(change: (messages: IDBObjectStore) => void): Promise<void> {
    return ask(() =>
      store('readwrite', (messages) => {
        change(messages)
        return promisifyRequest(messages.transaction)
      }),
    )
  }
  // A channel, other than a window, has no origin to be named.
  // oxlint-disable-next-line require-post-message-target-origin
  const tellOthers = (change: OutboxChange) => channel?.postMessage(change)

  return {
    async load() {
      const read = () => store('readonly', (messages) => promisifyRequest<unknown[]>(messages.getAll()))
      return (await ask(read)).filter(isEntry)
    },
    async put(entry) {
      await write((messages) => messages.put(entry, entry.clientId))
      tellOthers({ clientId: entry.clientId, entry })
    },
    async remove(clientId) {
      await write((messages) => messages.delete(clientId))
      tellOthers({ clientId, entry: undefined })
    },
    onChange(listener) {
      const heard = ({ data }: MessageEvent<OutboxChange>) => listener(data)
      channel?.addEventListener('message', heard)
      return () => channel?.removeEventListener('message', heard)
    },
    close: () => channel?.close(),
  }
}

/** Frames that have no storage have no channel either. */
function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    return undefined
  }
}

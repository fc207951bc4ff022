import type { ClientStorage, OutboxEntry, OutboxStorage } from './api.ts'

/** One key for each message, so that two tabs never overwrite each other's. */
export function keyValueOutbox(storage: ClientStorage, prefix: string): OutboxStorage {
  const keyOf = (clientId: string) => `${prefix}${clientId}`

  function read(clientId: string): OutboxEntry | undefined {
    const entry = parse(storage.get(keyOf(clientId)))
    return isEntry(entry) && entry.clientId === clientId ? entry : undefined
  }

  return {
    async load() {
      const keys = storage.keys().filter((key) => key.startsWith(prefix))
      return keys.map((key) => read(key.slice(prefix.length))).filter((entry) => entry !== undefined)
    },
    async put(entry) {
      storage.set(keyOf(entry.clientId), JSON.stringify(entry))
    },
    async remove(clientId) {
      storage.remove(keyOf(clientId))
    },
    onChange: (listener) =>
      storage.onChange((key) => {
        if (key === null) return listener('all')
        if (!key.startsWith(prefix)) return
        const clientId = key.slice(prefix.length)
        listener({ clientId, entry: read(clientId) })
      }),
    close() {},
  }
}

/** What the first does not take lies in the second; what lies there moves as soon as the first takes it. */
export function layeredOutbox(first: OutboxStorage, second: OutboxStorage): OutboxStorage {
  let last: Promise<unknown> = Promise.resolve()

  /** One after the other, for a write that goes on in the second must not be overtaken by the next. */
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = last.then(run)
    last = turn.catch(() => {})
    return turn
  }

  async function put(entry: OutboxEntry) {
    try {
      await first.put(entry)
    } catch {
      return second.put(entry)
    }
    await second.remove(entry.clientId)
  }

  async function load() {
    const left = await second.load()
    for (const entry of left) await put(entry)
    const entries = [...(await first.load().catch(() => [])), ...left]
    return [...new Map(entries.map((entry) => [entry.clientId, entry])).values()]
  }

  async function remove(clientId: string) {
    await first.remove(clientId).catch(() => {})
    await second.remove(clientId)
  }

  return {
    load: () => inTurn(load),
    put: (entry) => inTurn(() => put(entry)),
    remove: (clientId) => inTurn(() => remove(clientId)),
    onChange(listener) {
      const stops = [first.onChange(listener), second.onChange(listener)]
      return () => stops.forEach((stop) => stop())
    },
    close() {
      first.close()
      second.close()
    },
  }
}

/** What cannot be read was not written by us, or by a version that knew other shapes: it is as if it were not there. */
export function isEntry(value: unknown): value is OutboxEntry {
  const entry = value as Partial<OutboxEntry> | null | undefined
  return Boolean(entry?.clientId && entry.draft && entry.conversationKey && entry.status)
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

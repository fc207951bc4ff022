import type { OutboxChange, OutboxEntry, OutboxStorage } from '../api.ts'

/** Opens the same outbox again, as another tab does. */
export type OpenTab = () => OutboxStorage

export function entryOf(clientId: string, text = clientId): OutboxEntry {
  return {
    clientId,
    conversationKey: 'c',
    draft: { type: 'text', content: { text } },
    createdAt: 1,
    status: { name: 'waiting' },
    owner: null,
  }
}

/** What every storage of an outbox promises; it runs in Node and in browsers, so it brings its own few words. */
export const OUTBOX_CONTRACT: Readonly<Record<string, (open: OpenTab) => Promise<void>>> = {
  async '[DL9] what one tab has put another loads, as it was put last'(open) {
    const one = open()
    await one.put(entryOf('a', 'first'))
    await one.put(entryOf('b'))
    await one.put({ ...entryOf('a', 'second'), status: { name: 'failed', error: FAILED } })
    const loaded = (await open().load()).toSorted((a, b) => (a.clientId < b.clientId ? -1 : 1))
    expectSame(loaded, [
      { ...entryOf('a', 'second'), status: { name: 'failed', error: FAILED } },
      entryOf('b'),
    ])
  },

  async '[DL9] what was removed is gone, also for who loads in the same breath'(open) {
    const one = open()
    await one.put(entryOf('a'))
    const removing = one.remove('a')
    expectSame(await one.load(), [])
    await removing
    expectSame(await open().load(), [])
  },

  async '[DL9] what is written in one breath arrives in its order'(open) {
    const one = open()
    const writes = [one.put(entryOf('a', '1')), one.put(entryOf('a', '2')), one.put(entryOf('b'))]
    writes.push(one.remove('b'), one.put(entryOf('a', '3')))
    await Promise.all(writes)
    expectSame(await open().load(), [entryOf('a', '3')])
  },

  async '[DL9] two tabs that write at the same time lose nothing'(open) {
    const tabs = [open(), open()]
    const ids = Array.from({ length: 40 }, (_, at) => `m${String(at).padStart(2, '0')}`)
    await Promise.all(ids.map((id, at) => tabs[at % 2]?.put(entryOf(id))))
    const loaded = (await open().load()).map(({ clientId }) => clientId)
    expectSame(loaded.toSorted(), ids)
  },

  async '[DL9] other tabs hear what is stored now, in its order, and the writer does not'(open) {
    const [writer, reader] = [open(), open()]
    const heard: OutboxChange[] = []
    let own = 0
    const done = new Promise<void>((resolve) => {
      reader.onChange((change) => {
        heard.push(change)
        if (heard.length === 3) resolve()
      })
    })
    writer.onChange(() => {
      own += 1
    })
    await writer.put(entryOf('a'))
    await writer.put(entryOf('b'))
    await writer.remove('a')
    await done
    expectSame(
      heard.map((change) => change !== 'all' && change.clientId),
      ['a', 'b', 'a'],
    )
    expectSame(heard.at(-1), { clientId: 'a' })
    expectSame(own, 0)
  },

  async '[DL9] who no longer listens hears nothing'(open) {
    const [writer, deaf, reader] = [open(), open(), open()]
    let heard = 0
    deaf.onChange(() => {
      heard += 1
    })()
    const told = new Promise<void>((resolve) => reader.onChange(() => resolve()))
    await writer.put(entryOf('a'))
    await told
    expectSame(heard, 0)
  },
}

const FAILED = { code: 'conversation_closed', message: 'closed', retryable: false } as const

function expectSame(found: unknown, wanted: unknown) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)]
  if (a !== b) throw new Error(`${a} is not ${b}`)
}

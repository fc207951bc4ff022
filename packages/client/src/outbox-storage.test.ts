import { describe, expect, it } from 'vitest'
import type { OutboxStorage } from './api.ts'
import { keyValueOutbox, layeredOutbox } from './outbox-storage.ts'
import { memoryStorage } from './storage.ts'
import { entryOf, OUTBOX_CONTRACT, type OpenTab } from './testing/outbox-contract.ts'
import { tabs } from './testing/tabs.ts'

const KINDS: Record<string, () => OpenTab> = {
  'under keys'() {
    const browser = tabs()
    return () => keyValueOutbox(browser.open(), 'outbox:')
  },
  'in layers'() {
    const [first, second] = [tabs(), tabs()]
    return () =>
      layeredOutbox(keyValueOutbox(first.open(), 'outbox:'), keyValueOutbox(second.open(), 'outbox:'))
  },
  'in layers whose first is blocked'() {
    const second = tabs()
    return () =>
      layeredOutbox(
        refusing(memory(), () => true),
        keyValueOutbox(second.open(), 'outbox:'),
      )
  },
}

describe.each(Object.entries(KINDS))('the stored outbox %s', (_, kind) => {
  it.each(Object.entries(OUTBOX_CONTRACT))('%s', (_title, holds) => holds(kind()))
})

describe('an outbox in layers', () => {
  it('[DL9] keeps in the second what the first has no room for, and moves it as soon as there is', async () => {
    let full = true
    const [first, second] = [memory(), memory()]
    const outbox = layeredOutbox(
      refusing(first, () => full),
      second,
    )
    await outbox.put(entryOf('a'))
    expect([await first.load(), await second.load()]).toEqual([[], [entryOf('a')]])
    full = false
    expect(await outbox.load()).toEqual([entryOf('a')])
    await outbox.put(entryOf('b'))
    expect([await first.load(), await second.load()]).toEqual([[entryOf('a'), entryOf('b')], []])
  })

  it('[DL9] takes over what an older version has left in the second', async () => {
    const [first, second] = [memory(), memory()]
    await second.put(entryOf('old'))
    const outbox = layeredOutbox(first, second)
    expect(await outbox.load()).toEqual([entryOf('old')])
    await outbox.remove('old')
    expect([await first.load(), await second.load()]).toEqual([[], []])
  })
})

function memory(): OutboxStorage {
  return keyValueOutbox(memoryStorage(), 'outbox:')
}

function refusing(storage: OutboxStorage, refuses: () => boolean): OutboxStorage {
  const guard = async <T>(run: () => Promise<T>) => {
    if (refuses()) throw new DOMException('full', 'QuotaExceededError')
    return run()
  }
  return {
    ...storage,
    load: () => guard(storage.load),
    put: (entry) => guard(() => storage.put(entry)),
    remove: (clientId) => guard(() => storage.remove(clientId)),
  }
}

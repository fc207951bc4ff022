import type { CommandError } from '@biometrics/chat-protocol'
import { describe, expect, it } from 'vitest'
import type { ClientStorage, OutboxEntry, OutboxStorage } from './api.ts'
import { CommandFailed, unreachable } from './errors.ts'
import { createOutbox, OUTBOX_MAX } from './outbox.ts'
import { keyValueOutbox } from './outbox-storage.ts'
import { memoryStorage } from './storage.ts'
import { manualTiming, settle } from './testing/manual-timing.ts'
import { tabs } from './testing/tabs.ts'

const CLOSED: CommandError = { code: 'conversation_closed', message: 'closed', retryable: false }
const LIMITED: CommandError = {
  code: 'rate_limited',
  message: 'slower',
  retryable: true,
  retryAfterMs: 40_000,
}

function say(text: string) {
  return { type: 'text' as const, content: { text } }
}

function textOf({ draft }: OutboxEntry): string {
  return (draft.content as { text: string }).text
}

/** An outbox whose every sending a test answers. */
async function open(
  storage: ClientStorage = memoryStorage(),
  owner: string | null = 'vera',
  kept: OutboxStorage = keyValueOutbox(storage, 'outbox:'),
) {
  const timing = manualTiming()
  const sent: { text: string; entry: OutboxEntry; ok(): void; fail(failure: unknown): void }[] = []
  const state = { online: true, changes: 0 }
  const outbox = createOutbox({
    storage: kept,
    exclusive: storage.exclusive,
    prefix: 'outbox:',
    timing,
    isOnline: () => state.online,
    deliver: (entry) =>
      new Promise((resolve, reject) => sent.push({ text: textOf(entry), entry, ok: resolve, fail: reject })),
    onChange: () => {
      state.changes += 1
    },
  })
  if (owner !== null) outbox.setOwner(owner, () => 'drop')
  await settle()
  return { outbox, sent, timing, state, storage, texts: () => outbox.entries.map(textOf) }
}

describe('the outbox', () => {
  it('[DL9] shows a message at once, and stores it before it is sent', async () => {
    const memory = keyValueOutbox(memoryStorage(), 'outbox:')
    const gate = Promise.withResolvers<void>()
    const slow: OutboxStorage = { ...memory, put: (entry) => gate.promise.then(() => memory.put(entry)) }
    const { outbox, sent, texts } = await open(memoryStorage(), 'vera', slow)
    outbox.add('c', say('one'))
    expect(texts()).toEqual(['one'])
    await settle()
    expect(sent).toEqual([])
    gate.resolve()
    await settle()
    expect(sent.map(({ text }) => text)).toEqual(['one'])
  })

  it('[DL9] loses nothing when there is no room to write: what is in memory is sent', async () => {
    const memory = keyValueOutbox(memoryStorage(), 'outbox:')
    const full: OutboxStorage = { ...memory, put: () => Promise.reject(new Error('full')) }
    const { outbox, sent, texts } = await open(memoryStorage(), 'vera', full)
    outbox.add('c', say('one'))
    outbox.add('c', say('two'))
    await settle()
    sent[0]?.ok()
    await settle()
    expect([sent.map(({ text }) => text), texts()]).toEqual([['one', 'two'], ['two']])
  })

  it('[DL9] sends one at a time in each conversation', async () => {
    const { outbox, sent } = await open()
    outbox.add('c', say('one'))
    outbox.add('c', say('two'))
    outbox.add('d', say('elsewhere'))
    await settle()
    expect(sent.map(({ text }) => text)).toEqual(['one', 'elsewhere'])
    sent[0]?.ok()
    await settle()
    expect(sent.map(({ text }) => text)).toEqual(['one', 'elsewhere', 'two'])
    expect(outbox.entries.map(textOf)).toEqual(['two', 'elsewhere'])
  })

  it('[MS3] sends again under the same clientId after a time-out, and waits as long as it is told to', async () => {
    const { outbox, sent, timing } = await open()
    const clientId = outbox.add('c', say('one'))
    await settle()
    sent[0]?.fail(unreachable('no answer'))
    await settle()
    expect(outbox.find(clientId)?.status).toEqual({ name: 'waiting' })
    timing.advance(1_000)
    await settle()
    expect(sent.map(({ entry }) => entry.clientId)).toEqual([clientId, clientId])
    sent[1]?.fail(new CommandFailed(LIMITED))
    await settle()
    timing.advance(39_999)
    await settle()
    expect(sent).toHaveLength(2)
    timing.advance(1)
    await settle()
    expect(sent).toHaveLength(3)
  })

  it('a refused message fails, and those behind it go on; it can be retried in its old place, or discarded', async () => {
    const { outbox, sent } = await open()
    const refused = outbox.add('c', say('one'))
    outbox.add('c', say('two'))
    await settle()
    sent[0]?.fail(new CommandFailed(CLOSED))
    await settle()
    expect(outbox.find(refused)?.status).toEqual({ name: 'failed', error: CLOSED })
    expect(sent[1]?.text).toBe('two')
    outbox.retry(refused)
    sent[1]?.ok()
    await settle()
    expect(sent[2]?.entry.clientId).toBe(refused)
    sent[2]?.fail(new CommandFailed(CLOSED))
    await settle()
    outbox.discard(refused)
    expect(outbox.entries).toEqual([])
  })

  it('[DL9] survives a reload: what was being sent waits again, what failed still says why', async () => {
    const storage = memoryStorage()
    const before = await open(storage)
    before.outbox.add('c', say('one'))
    before.outbox.add('c', say('two'))
    await settle()
    before.sent[0]?.fail(new CommandFailed(CLOSED))
    await settle()
    expect(before.outbox.entries[1]?.status).toEqual({ name: 'sending' })
    before.outbox.destroy()
    const after = await open(storage, null)
    expect(after.outbox.entries.map(({ status }) => status)).toEqual([
      { name: 'failed', error: CLOSED },
      { name: 'waiting' },
    ])
    expect(after.texts()).toEqual(['one', 'two'])
  })

  it('keeps the order of typing although the clock goes back', async () => {
    const storage = memoryStorage()
    const first = await open(storage)
    first.state.online = false
    first.timing.advance(1_000_000)
    first.outbox.add('c', say('one'))
    first.outbox.destroy()
    const second = await open(storage)
    second.state.online = false
    second.outbox.add('c', say('two'))
    expect((await open(storage)).texts()).toEqual(['one', 'two'])
  })

  it('[DL9] takes no more than it may hold', async () => {
    const { outbox, state } = await open()
    state.online = false
    for (let count = 0; count < OUTBOX_MAX; count += 1) outbox.add('c', say(`${count}`))
    expect(() => outbox.add('c', say('one too many'))).toThrow(CommandFailed)
    expect(outbox.entries).toHaveLength(OUTBOX_MAX)
  })

  it('sends nothing of anybody else: their messages are dropped, hidden, or kept as the judge says', async () => {
    const storage = memoryStorage()
    const ana = await open(storage, 'ana')
    ana.state.online = false
    ana.outbox.add('c', say('from Ana'))
    ana.outbox.destroy()

    const ben = await open(storage, null)
    ben.outbox.setOwner('ben', () => 'hide')
    await settle()
    expect(ben.outbox.entries).toEqual([])
    expect(ben.sent).toEqual([])
    ben.outbox.destroy()

    const kept = await open(storage, null)
    kept.outbox.setOwner('vera', () => 'keep')
    expect(kept.outbox.entries[0]?.owner).toBe('vera')
    kept.outbox.destroy()

    const dropped = await open(storage, null)
    dropped.outbox.setOwner('victor', () => 'drop')
    expect(storage.keys()).toEqual([])
  })

  it('does not choke on what it did not write', async () => {
    const storage = memoryStorage()
    storage.set('outbox:a', '{')
    storage.set('outbox:b', '{"clientId":"other"}')
    storage.set('outbox:c', 'null')
    expect((await open(storage)).outbox.entries).toEqual([])
  })

  it('leaves no timer behind', async () => {
    const { outbox, sent, timing } = await open()
    outbox.add('c', say('one'))
    await settle()
    sent[0]?.fail(unreachable('lost'))
    await settle()
    expect(timing.waiting).toBe(1)
    outbox.destroy()
    expect(timing.waiting).toBe(0)
  })
})

describe('two tabs with one outbox', () => {
  it('[DL9] both show a message, one sends it, and both forget it with the ✓', async () => {
    const browser = tabs()
    const first = await open(browser.open())
    const second = await open(browser.open())
    first.outbox.add('c', say('one'))
    first.outbox.add('c', say('two'))
    await settle()
    await settle()
    expect(second.texts()).toEqual(['one', 'two'])
    expect([first.sent.length, second.sent.length]).toEqual([1, 0])
    first.sent[0]?.ok()
    await settle()
    first.sent[1]?.ok()
    await settle()
    await settle()
    expect([first.texts(), second.texts()]).toEqual([[], []])
    expect(second.sent).toEqual([])
    expect([...browser.values.keys()]).toEqual([])
  })

  it('[DL9] the other tab goes on when the one that was sending goes offline or away', async () => {
    const browser = tabs()
    const first = await open(browser.open())
    const second = await open(browser.open())
    const clientId = first.outbox.add('c', say('one'))
    await settle()
    await settle()
    first.state.online = false
    first.sent[0]?.fail(unreachable('lost'))
    await settle()
    await settle()
    expect(second.sent.map(({ entry }) => entry.clientId)).toEqual([clientId])
  })

  it('a failure and its discarding are seen in both', async () => {
    const browser = tabs()
    const first = await open(browser.open())
    const second = await open(browser.open())
    const clientId = first.outbox.add('c', say('one'))
    await settle()
    first.sent[0]?.fail(new CommandFailed(CLOSED))
    await settle()
    await settle()
    expect(second.outbox.find(clientId)?.status).toEqual({ name: 'failed', error: CLOSED })
    second.outbox.discard(clientId)
    await settle()
    expect(first.outbox.entries).toEqual([])
  })
})

describe('a conversation still to be started', () => {
  it('gives its id to everything that waits behind it', async () => {
    const { outbox, sent } = await open()
    outbox.add('key', say('one'), { prechat: { name: 'Vera' } })
    outbox.add('key', say('two'), { prechat: { name: 'Vera' } })
    await settle()
    expect(sent[0]?.entry.start).toEqual({ prechat: { name: 'Vera' } })
    outbox.acknowledge(sent[0]?.entry.clientId ?? '')
    outbox.started('key', 'id')
    sent[0]?.ok()
    await settle()
    expect(sent[1]?.entry).toMatchObject({ conversationKey: 'id' })
    expect(sent[1]?.entry.start).toBeUndefined()
  })
})

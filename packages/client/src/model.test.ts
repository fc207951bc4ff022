import type { CommandError, Message } from '@biometrics/chat-protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CoreClient, startCoreClient, textOf } from './testing/core-client.ts'
import { type FakeServer, fakeServer } from './testing/fake-server.ts'
import { manualTiming, settle } from './testing/manual-timing.ts'
import { tabs } from './testing/tabs.ts'

const BUSY: CommandError = { code: 'busy', message: 'busy', retryable: true, retryAfterMs: 500 }
const INVALID: CommandError = { code: 'invalid_payload', message: 'invalid', retryable: false }
const SCHEDULES = 2_000
const STEPS_MAX = 50

const tab = fc.nat(1)
const which = fc.nat(10)
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('type', 'say', 'read'), tab, which }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constantFrom('carryOut', 'arrive', 'arrive'), tab, which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('lose', 'repeat', 'busy', 'wait'), tab, which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('offline', 'online', 'heads'), tab, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('refuse', 'reload', 'restore'), tab, which }) },
)
interface Step {
  do: string
  tab: number
  which: number
}

interface Tab {
  server: FakeServer
  client: CoreClient
  /** What stood in the log before it looked. */
  knew: Set<string>
  /** What was said while it did not know the log's first page is history to it after a restore. */
  isSureOfNews: boolean
}

/** A server, and one visitor in two tabs. */
function startWorld() {
  const timing = manualTiming()
  const browser = tabs()
  const first = fakeServer()
  const { log } = first
  const lines = [first, first.another()]
  const open = (server: FakeServer): Tab => {
    const client = startCoreClient(server, browser.open(), timing)
    server.goOnline()
    return { server, client, knew: new Set(log.messages.map(textOf)), isSureOfNews: true }
  }
  const all = lines.map(open)
  const typed: { text: string; tab: number }[] = []
  /** Had its ✓, and went with the part of the log that the backup does not have. */
  const undone = new Set<string>()
  let restores = 0

  const stored = (): string[] => [...browser.values.values()].map((entry) => textOf(JSON.parse(entry).draft))

  async function play({ do: what, tab: at, which: number }: Step) {
    const one = all[at]
    if (!one) return
    const { server, client } = one
    if (what === 'type') {
      const text = `typed ${typed.length}`
      typed.push({ text, tab: at })
      client.core.actions.send('c', { type: 'text', content: { text } })
    }
    if (what === 'say') server.say('agent')
    if (what === 'read')
      client.core.actions.markRead('c', client.store.state.thread?.messages.at(-1)?.seq ?? 0)
    if (what === 'carryOut') server.carryOut(number)
    if (what === 'arrive') server.arrive(number)
    if (what === 'lose') server.lose(number)
    if (what === 'repeat') server.repeat(number)
    if (what === 'busy') server.carryOut(number, BUSY)
    if (what === 'refuse') server.carryOut(number, INVALID)
    if (what === 'wait') timing.advance(1_000 * number)
    if (what === 'offline') server.goOffline()
    if (what === 'online') server.goOnline()
    if (what === 'heads') server.tellHeads()
    if (what === 'restore') restore(number)
    if (what === 'reload') {
      client.core.destroy()
      await settle()
      all[at] = open(server)
    }
  }

  function restore(seq: number) {
    const waiting = new Set(stored())
    const gone = log.messages.slice(seq).map(textOf)
    for (const text of gone) if (!waiting.has(text)) undone.add(text)
    for (const one of all) one.isSureOfNews &&= Boolean(one.client.store.state.thread?.messages.length)
    first.restore(seq)
    restores += 1
  }

  /** Nothing fails any more, and nobody connects anew without need: the heartbeat must find what was lost. */
  async function comeToRest() {
    for (const { server } of all) server.goOnline()
    await settle()
    first.tellHeads()
    await finish()
    // What was sent since has changed the conversation, which the server tells of a little later.
    first.tellHeads()
    await finish()
  }

  async function finish() {
    for (let round = 0; round < 300; round += 1) {
      await settle()
      if (timing.waiting === 0 && all.every(({ server }) => server.requests + server.arrivals === 0)) return
      for (const { server } of all) {
        while (server.requests > 0) server.carryOut(0)
        while (server.arrivals > 0) server.arrive(0)
      }
      await settle()
      timing.advance(31_000)
    }
    throw new Error('it does not come to rest')
  }

  return { timing, browser, log, all, typed, undone, play, comeToRest, restored: () => restores > 0 }
}

type World = ReturnType<typeof startWorld>

describe('the whole client against a model of the server', () => {
  it('[DL4] [DL5] [DL6] [DL7] [DL9] [MS3] [SY1] nothing is lost, doubled or out of order, whatever fails, in two tabs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: STEPS_MAX, size: 'max' }), async (steps: Step[]) => {
        const world = startWorld()
        for (const next of steps) {
          await world.play(next)
          await settle()
          for (const one of world.all) expectSound(one)
        }
        await world.comeToRest()
        expectAllStored(world)
        for (const one of world.all) {
          expectSound(one)
          expectAllShown(world, one)
        }
        for (const { client } of world.all) client.core.destroy()
        expect(world.timing.waiting).toBe(0)
      }),
      { numRuns: SCHEDULES },
    )
  })
})

/** At every moment: no gap, nothing both sent and waiting, and no news twice. */
function expectSound({ client: { store, heard } }: Tab) {
  const { messages = [], pending = [] } = store.state.thread ?? {}
  const first = messages[0]?.seq ?? 1
  // Millions of looks: a matcher for each would take most of the time.
  if (messages.some(({ seq }, at) => seq !== first + at)) expect.fail('there is a gap')
  const shown = new Set(messages.map(({ clientId }) => clientId))
  if (pending.some(({ clientId }) => shown.has(clientId))) expect.fail('it is both stored and waiting')
  if (new Set(heard.map(textOf)).size < heard.length) expect.fail('it was told twice')
}

function expectOnce(messages: readonly Message[]) {
  const texts = messages.map(textOf)
  expect(texts).toEqual([...new Set(texts)])
}

/** In the log once and in the order of its tab; or refused, which its outbox says. */
function expectAllStored({ log, all, typed, undone, browser }: World) {
  const stored = log.messages.filter((message) => message.senderType === 'user')
  expectOnce(stored)
  const texts = stored.map(textOf)
  const failed = all[0]?.client.core.outbox.entries ?? []
  expect(failed.every((entry) => entry.status.name === 'failed')).toBe(true)
  expect(browser.values.size).toBe(failed.length)
  const refused = new Set(failed.map(({ draft }) => textOf(draft)))
  const due = typed.map(({ text }) => text).filter((text) => !undone.has(text) && !refused.has(text))
  expect(due.filter((text) => !texts.includes(text))).toEqual([])
  for (const at of [0, 1]) {
    const own = typed.filter(({ tab: from }) => from === at).map(({ text }) => text)
    const kept = own.filter((text) => texts.includes(text) && !undone.has(text))
    expect(texts.filter((text) => kept.includes(text))).toEqual(kept)
  }
}

/** The screen is as the log, and everything new was told of. */
function expectAllShown({ log, restored }: World, { client, knew, isSureOfNews }: Tab) {
  const { thread } = client.store.state
  // What this visitor has read in the other tab is a hint, of which only the number must be right.
  const shown = (thread?.messages ?? []).map(withOwnMark)
  expect(shown).toEqual(log.messages.slice(-shown.length || Infinity).map(withOwnMark))
  expect(thread?.messages.at(-1)?.seq ?? 0).toBe(log.messages.length)
  expect(thread?.conversation).toEqual(log.conversation)
  const heard = client.heard.map(textOf)
  const news = log.messages.map(textOf).filter((text) => !knew.has(text))
  if (isSureOfNews) expect(news.filter((text) => !heard.includes(text))).toEqual([])
  if (!restored()) expect(heard).toEqual(news)
}

function withOwnMark(message: Message): Message {
  return message.senderType === 'user' ? message : { ...message, read: false }
}

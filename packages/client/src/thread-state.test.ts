import type { Message } from '@biometrics/chat-protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeLog, newConversation } from './testing/fake-log.ts'
import {
  applyConversation,
  applyMessage,
  applyNewest,
  applyNext,
  applyOlder,
  applyRead,
  applyTyping,
  expireTyping,
  HELD_MAX,
  headOf,
  isBehind,
  newThread,
  type Page,
  type ThreadState,
  TYPING_MS,
} from './thread-state.ts'

const SMALL_PAGE = 3

type Step =
  | { do: 'say'; by: 'user' | 'agent' | 'system' }
  | { do: 'deliver' | 'drop' | 'repeat'; which: number }
  | { do: 'ask' | 'askOlder' | 'snapshot' | 'reconnect' }
  | { do: 'answer' | 'lose'; which: number }
  | { do: 'markRead' | 'otherReads'; upTo: number }

const which = fc.nat(30)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('say' as const), by: fc.constantFrom('user', 'agent', 'system') }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('deliver', 'drop', 'repeat'), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('ask', 'askOlder', 'snapshot', 'reconnect') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('answer', 'lose'), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('markRead', 'otherReads'), upTo: which }) },
)

/** Takes one of a list, whatever number was drawn. */
function take<T>(list: T[], at: number): T | undefined {
  return list.splice(at % Math.max(1, list.length), 1)[0]
}

function expectSound(thread: ThreadState, log: readonly Message[]) {
  const seqs = thread.messages.map((message) => message.seq)
  const first = seqs[0] ?? 1
  expect(seqs).toEqual(seqs.map((_, at) => first + at))
  expect(thread.messages.map(({ id }) => id)).toEqual(
    log.slice(first - 1, first - 1 + seqs.length).map(({ id }) => id),
  )
  expect(thread.held.length).toBeLessThanOrEqual(HELD_MAX)
  if (thread.loaded)
    for (const message of thread.held) expect(message.seq).toBeGreaterThan(headOf(thread) + 1)
}

describe('the state of a thread', () => {
  it('[DL4] [DL5] [SY1] equals the log of the server after any deliveries, losses, repeats, reorderings and reconnects', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('visitor', 'agent'),
        fc.array(step, { maxLength: 60, size: 'max' }),
        (side, steps) => {
          const log = fakeLog('c', side)
          let thread = newThread(log.conversation, side)
          const wire: Message[] = []
          const answers: ((thread: ThreadState) => ThreadState)[] = []

          const ask = () => {
            const loaded = thread.loaded
            const afterSeq = loaded ? headOf(thread) : 0
            const page = log.page(
              loaded
                ? { afterSeq, limit: SMALL_PAGE }
                : { afterSeq: 0, beforeSeq: Number.MAX_SAFE_INTEGER, limit: SMALL_PAGE },
            )
            if (!loaded) thread = { ...thread, history: 'loading' }
            return (now: ThreadState) => (now.loaded ? applyNext(now, page) : applyNewest(now, page))
          }
          const older = () => {
            const first = thread.messages[0]?.seq ?? 1
            const page = log.page({ afterSeq: 0, beforeSeq: first, limit: SMALL_PAGE })
            return (now: ThreadState) => (now.loaded ? applyOlder(now, page) : now)
          }

          for (const next of steps) {
            const before = thread
            if (next.do === 'say') wire.push(log.add(next.by))
            if (next.do === 'deliver') {
              const message = take(wire, next.which)
              if (message) thread = applyMessage(thread, message)
            }
            if (next.do === 'drop') take(wire, next.which)
            if (next.do === 'repeat' && wire.length > 0) wire.push(wire[next.which % wire.length] as Message)
            if (next.do === 'ask') answers.push(ask())
            if (next.do === 'askOlder' && thread.loaded) answers.push(older())
            if (next.do === 'snapshot') {
              const { conversation } = log
              answers.push((now) => applyConversation(now, conversation))
            }
            if (next.do === 'reconnect') {
              wire.length = 0
              answers.length = 0
              if (!thread.loaded) thread = { ...thread, history: 'unloaded' }
            }
            if (next.do === 'answer') thread = take(answers, next.which)?.(thread) ?? thread
            if (next.do === 'lose') take(answers, next.which)
            if (next.do === 'otherReads') {
              const reader = side === 'visitor' ? 'agent' : 'visitor'
              log.read(reader, next.upTo)
              thread = applyRead(thread, reader, Math.min(next.upTo, log.messages.length))
            }
            if (next.do === 'markRead') {
              const upTo = Math.min(next.upTo, thread.conversation.lastSeq)
              log.read(side, upTo)
              thread = applyRead(thread, side, upTo)
            }
            expectSound(thread, log.messages)
            expect(headOf(thread)).toBeGreaterThanOrEqual(headOf(before))
            expect(thread.conversation.readSeq).toBeGreaterThanOrEqual(before.conversation.readSeq)
          }

          for (
            let rounds = 0;
            !thread.loaded || isBehind(thread) || headOf(thread) < log.messages.length;
            rounds += 1
          ) {
            expect(rounds).toBeLessThan(100)
            thread = ask()(thread)
          }
          while (thread.history !== 'complete') thread = older()(thread)
          // The connection is new, so a last snapshot and every mark of the server come with it.
          thread = applyConversation(thread, log.conversation)
          expect(thread.messages).toEqual(log.messages)
          expect(thread.held).toEqual([])
          expect(thread.conversation).toEqual(log.conversation)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('keeps no more of what lies beyond a gap than it may, and still gets everything', () => {
    const log = fakeLog('c', 'visitor')
    for (let count = 0; count < HELD_MAX + 100; count += 1) log.add('agent')
    let thread = applyNewest(newThread(newConversation('c'), 'visitor'), emptyPage())
    for (const message of log.messages.slice(1)) thread = applyMessage(thread, message)
    expect(thread.held).toHaveLength(HELD_MAX)
    while (isBehind(thread)) {
      const afterSeq = headOf(thread)
      thread = applyNext(thread, log.page({ afterSeq }))
    }
    expect(thread.messages).toHaveLength(HELD_MAX + 100)
  })

  it('a snapshot that was overtaken changes nothing', () => {
    const log = fakeLog('c', 'agent')
    const old = log.conversation
    const closed = log.change({ status: 'closed' })
    const thread = applyConversation(newThread(closed, 'agent'), old)
    expect(thread.conversation.status).toBe('closed')
  })

  it('an older page that no longer fits is not shown', () => {
    const log = fakeLog('c', 'visitor')
    for (let count = 0; count < 10; count += 1) log.add('agent')
    const thread = applyNewest(
      newThread(log.conversation, 'visitor'),
      log.page({ afterSeq: 7, beforeSeq: 11 }),
    )
    const next = applyOlder(thread, log.page({ afterSeq: 0, beforeSeq: 4 }))
    expect(next.messages.map(({ seq }) => seq)).toEqual([8, 9, 10])
    expect(next.history).toBe('partial')
  })

  it('an old snapshot does not take back what is unread', () => {
    const log = fakeLog('c', 'visitor')
    const old = log.conversation
    log.add('agent')
    const thread = newThread(log.conversation, 'visitor')
    expect(applyConversation(thread, old).conversation.unreadCount).toBe(1)
  })

  it('[TY1] somebody who types is shown until six seconds have passed, or they stop, or their message comes', () => {
    const log = fakeLog('c', 'agent')
    const told = { conversationId: 'c', senderId: 'user', senderType: 'user', typing: true } as const
    const typing = applyTyping(newThread(log.conversation, 'agent'), told, 100)
    expect(typing.typing).toEqual([
      { senderId: 'user', senderType: 'user', preview: undefined, until: 100 + TYPING_MS },
    ])
    expect(expireTyping(typing, 99 + TYPING_MS)).toBe(typing)
    expect(expireTyping(typing, 100 + TYPING_MS).typing).toEqual([])
    expect(applyTyping(typing, { ...told, typing: false }, 200).typing).toEqual([])
    expect(applyMessage(typing, log.add('user')).typing).toEqual([])
  })

  it('counts as unread what agents and bots say, but no notes and no notices', () => {
    const log = fakeLog('c', 'visitor')
    let thread = newThread(log.conversation, 'visitor')
    for (const by of ['agent', 'bot', 'system', 'user'] as const) thread = applyMessage(thread, log.add(by))
    expect(thread.conversation.unreadCount).toBe(2)
    expect(applyMessage(thread, { ...log.add('agent'), visibility: 'note' }).conversation.unreadCount).toBe(2)
    expect(applyRead(thread, 'visitor', 4).conversation.unreadCount).toBe(0)
  })
})

function emptyPage(): Page {
  return { conversation: newConversation('c'), messages: [], more: false }
}

import type { Conversation, List, Message } from '@biometrics/chat-protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InboxView } from './api.ts'
import {
  applyConversation,
  applyMessage,
  applyPage,
  belongs,
  type InboxState,
  listOf,
  newInbox,
  orderOf,
  prune,
  startTelling,
} from './inbox-state.ts'
import { fakeLog, newConversation } from './testing/fake-log.ts'

const ANA = 'ana'
const GROUP = 'g1'
const VIEWS: InboxView[] = [
  'mine',
  'unassigned',
  'snoozed',
  'open',
  'closed',
  `group:${GROUP}`,
  'where:status=open&priority=low',
]
const PAGE = 4

const CHANGES = {
  take: { status: 'active', agentId: ANA },
  snooze: { status: 'snoozed', agentId: ANA },
  close: { status: 'closed' },
  reopen: { status: 'active' },
  release: { status: 'queued', agentId: null, rankAt: '2026-02-18T09:00:00.000Z' },
  prioritize: { priority: 'high', rankAt: '2026-02-18T08:00:00.000Z' },
  defer: { priority: 'low', rankAt: '2026-02-18T11:00:00.000Z' },
  transfer: { status: 'queued', agentId: null, groupId: GROUP },
} as const
const CHANGE_NAMES = Object.keys(CHANGES) as (keyof typeof CHANGES)[]

type Step =
  | { do: 'begin' }
  | {
      do: 'say' | keyof typeof CHANGES
      which: number
      tell: 'all' | 'message'
    }
  | { do: 'ask' | 'answer' | 'arrive'; which: number }
  | { do: 'absence' }

const which = fc.nat(40)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('begin' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('say', ...CHANGE_NAMES),
      which,
      tell: fc.constantFrom('all', 'message'),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('ask', 'answer', 'arrive', 'arrive'), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('absence' as const) }) },
)

/** The server's conversations, whose times are often the same, and its answers to the queries of the lists. */
function fakeInbox() {
  const all: ReturnType<typeof fakeLog>[] = []
  return {
    all,
    begin() {
      const log = fakeLog(`c${String(all.length).padStart(3, '0')}`, 'agent')
      all.push(log)
      return log.change({})
    },
    page(view: InboxView, after: Conversation | null, limit: number): List<Conversation> {
      const found = all
        .map((log) => log.conversation)
        .filter((conversation) => belongs(view, conversation, ANA))
        .filter((conversation) => after === null || orderOf(view)(after, conversation) < 0)
        .toSorted(orderOf(view))
      const items = found.slice(0, limit)
      return { items, nextCursor: found.length > limit ? JSON.stringify(items.at(-1)) : null }
    },
  }
}

describe('an agent’s lists', () => {
  it('equal a fresh load of as many as are shown, whatever moved and whenever the pages came', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        const server = fakeInbox()
        let inbox = newInbox(ANA)
        const wire: ((now: InboxState) => InboxState)[] = []
        let answers: ((now: InboxState) => InboxState)[] = []
        const asked = new Set<string>()
        /** After a message the server tells the conversation too, but up to a second later. */
        const unheard = new Set<ReturnType<typeof fakeLog>>()

        const ask = (view: InboxView) => {
          const { status, cursor } = listOf(inbox, view)
          if (asked.has(view) || (status === 'ready' && cursor === null)) return
          asked.add(view)
          const kind = cursor === null ? 'fresh' : 'next'
          const page = server.page(view, cursor === null ? null : JSON.parse(cursor), PAGE)
          answers.push((now) => {
            asked.delete(view)
            return applyPage(now, view, page, kind)
          })
        }
        const reload = () => {
          wire.length = 0
          answers = []
          asked.clear()
          inbox = startTelling(inbox)
          for (const view of VIEWS) {
            const { status, ids } = listOf(inbox, view)
            if (status === 'unloaded') continue
            const page = server.page(view, null, Math.max(PAGE, ids.length))
            asked.add(view)
            answers.push((now) => {
              asked.delete(view)
              return applyPage(now, view, page, 'fresh')
            })
          }
        }
        const tell = (conversation: Conversation) => wire.push((now) => applyConversation(now, conversation))
        const say = (message: Message) => wire.push((now) => applyMessage(now, message))

        for (const next of steps) {
          const log = 'which' in next ? server.all[next.which % Math.max(1, server.all.length)] : undefined
          if (next.do === 'begin') tell(server.begin())
          else if (next.do === 'absence') reload()
          else if (next.do === 'ask') ask(VIEWS[next.which % VIEWS.length] ?? 'open')
          else if (next.do === 'answer')
            inbox = answers.splice(next.which % Math.max(1, answers.length), 1)[0]?.(inbox) ?? inbox
          // One socket keeps the order of what is told.
          else if (next.do === 'arrive') inbox = wire.shift()?.(inbox) ?? inbox
          else if (log && next.do === 'say') {
            say(log.add('user'))
            if ('tell' in next && next.tell === 'all') tell(log.conversation)
            else unheard.add(log)
          } else if (log) tell(log.change(CHANGES[next.do as keyof typeof CHANGES]))
        }
        for (const log of unheard) tell(log.conversation)
        for (const arrive of wire) inbox = arrive(inbox)
        for (const answer of answers) inbox = answer(inbox)

        for (const view of VIEWS) {
          const list = listOf(inbox, view)
          if (list.status === 'unloaded') continue
          const fresh = server.page(view, null, Number.MAX_SAFE_INTEGER).items
          const expected = list.more ? fresh.slice(0, list.ids.length) : fresh
          expect(list.ids, view).toEqual(expected.map((conversation) => conversation.id))
          expect(list.ids.map((id) => inbox.conversations.get(id)?.status)).toEqual(
            expected.map(({ status }) => status),
          )
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('do not show a conversation beyond what was loaded, until that page is there', () => {
    const items = [3, 2].map((minute) => at(`c${minute}`, minute))
    let inbox = applyPage(newInbox(ANA), 'open', { items, nextCursor: 'more' }, 'fresh')
    inbox = applyConversation(inbox, at('c1', 1))
    expect(inbox.lists.open.ids).toEqual(['c3', 'c2'])
    inbox = applyPage(inbox, 'open', { items: [at('c0', 0)], nextCursor: null }, 'next')
    expect(inbox.lists.open.ids).toEqual(['c3', 'c2', 'c1', 'c0'])
  })

  it('put the higher id first when times are equal, as the server does', () => {
    let inbox = applyPage(newInbox(ANA), 'open', { items: [at('c2', 1)], nextCursor: null }, 'fresh')
    for (const id of ['c1', 'c3']) inbox = applyConversation(inbox, at(id, 1))
    expect(inbox.lists.open.ids).toEqual(['c3', 'c2', 'c1'])
  })

  it('a page that was overtaken by an event does not undo it', () => {
    const open = at('c1', 1, { status: 'active' })
    let inbox = applyConversation(newInbox(ANA), at('c1', 2, { status: 'closed' }))
    inbox = applyPage(inbox, 'open', { items: [open], nextCursor: null }, 'fresh')
    expect(inbox.lists.open.ids).toEqual([])
    expect(inbox.conversations.get('c1')?.status).toBe('closed')
  })

  it('[QU1] put who is served next first in the queue, whatever moved last', () => {
    const rank = (id: string, rankAt: string) =>
      at(id, 5, { rankAt: `2026-02-18T${rankAt}:00.000Z`, queuedAt: '2026-02-18T09:00:00.000Z' })
    const page = { items: [rank('c1', '09:10'), rank('c3', '09:30')], nextCursor: null }
    let inbox = applyPage(newInbox(ANA), 'unassigned', page, 'fresh')
    inbox = applyConversation(inbox, rank('c2', '09:20'))
    inbox = applyConversation(inbox, rank('c4', '09:20'))
    expect(inbox.lists.unassigned.ids).toEqual(['c1', 'c2', 'c4', 'c3'])
    inbox = applyConversation(inbox, { ...rank('c3', '09:05'), updatedAt: '2026-02-18T09:36:00.000Z' })
    expect(inbox.lists.unassigned.ids).toEqual(['c3', 'c1', 'c2', 'c4'])
  })

  it('forget what no list shows, unless it is kept', () => {
    let inbox = applyPage(newInbox(ANA), 'open', { items: [at('c1', 1)], nextCursor: null }, 'fresh')
    inbox = applyConversation(inbox, at('c2', 2, { status: 'closed' }))
    inbox = applyConversation(inbox, at('c3', 3, { status: 'closed' }))
    const { conversations } = prune(inbox, (id) => id === 'c3')
    expect([...conversations.values()].map(({ id }) => id).toSorted()).toEqual(['c1', 'c3'])
  })
})

function at(id: string, minute: number, part: Partial<Conversation> = {}): Conversation {
  return newConversation(id, { updatedAt: `2026-02-18T09:3${minute}:00.000Z`, ...part })
}

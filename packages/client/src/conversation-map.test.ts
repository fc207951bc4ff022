import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_CONVERSATIONS } from './conversation-map.ts'
import { newConversation } from './testing/fake-log.ts'

const step = fc.record({ id: fc.uuid(), unreadCount: fc.nat(9), again: fc.nat(20) })

describe('the conversations of an inbox', () => {
  it('hold what was put last, and an earlier snapshot stays as it was', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), fc.nat(60), (steps, when) => {
        const model = new Map<string, number>()
        let map = NO_CONVERSATIONS
        let snapshot: { map: typeof map; size: number } | undefined
        steps.forEach(({ id, unreadCount, again }, at) => {
          const key = [...model.keys()][again] ?? id
          if (at === when) snapshot = { map, size: model.size }
          map = map.with(newConversation(key, { unreadCount }))
          model.set(key, unreadCount)
        })
        for (const [id, unreadCount] of model) expect(map.get(id)?.unreadCount).toBe(unreadCount)
        expect([...map.values()].map(({ id }) => id).toSorted()).toEqual([...model.keys()].toSorted())
        const unread = ({ unreadCount }: { unreadCount: number }) => unreadCount
        const total = [...model.values()].reduce((sum, one) => sum + one, 0)
        expect([map.sum(unread), map.sum(unread)]).toEqual([total, total])
        if (snapshot) {
          snapshot.map.sum(unread)
          expect(map.sum(unread)).toBe(total)
        }
        if (snapshot) expect([...snapshot.map.values()]).toHaveLength(snapshot.size)
        const few = map.filter(({ unreadCount }) => unreadCount > 4)
        expect([...few.values()]).toHaveLength([...model.values()].filter((unread) => unread > 4).length)
      }),
    )
  })
})

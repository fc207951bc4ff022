import type { Draft } from '@biometrics/chat-client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createHeldSends, HELD_MS } from './held-sends.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const say = (text: string): Draft => ({ type: 'text', content: { text } })
const held = (text: string) => ({ messages: [say(text)], text, uploads: [] })

function recorder() {
  const sent: unknown[] = []
  const sends = createHeldSends((id, message) => sent.push([id, message.content]))
  return { sent, sends }
}

test('[AW2] a reply goes after five seconds, and until then it can be taken back', () => {
  const { sent, sends } = recorder()
  sends.hold('a', held('one'))
  vi.advanceTimersByTime(HELD_MS - 1)
  expect([sent, Object.keys(sends.state)]).toEqual([[], ['a']])
  expect(sends.undo('a')).toEqual(held('one'))
  vi.advanceTimersByTime(HELD_MS)
  expect(sent).toEqual([])
  sends.hold('a', held('two'))
  vi.advanceTimersByTime(HELD_MS)
  expect(sent).toEqual([['a', { text: 'two' }]])
  expect(sends.undo('a')).toBeNull()
})

test('[AW2] a second reply sends the first, and a page that goes sends all', () => {
  const { sent, sends } = recorder()
  sends.hold('a', held('one'))
  sends.hold('a', held('two'))
  sends.hold('b', held('three'))
  expect(sent).toEqual([['a', { text: 'one' }]])
  sends.flush()
  vi.advanceTimersByTime(HELD_MS)
  expect(sent.slice(1)).toEqual([
    ['a', { text: 'two' }],
    ['b', { text: 'three' }],
  ])
})

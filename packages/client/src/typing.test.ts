import { describe, expect, it } from 'vitest'
import { manualTiming } from './testing/manual-timing.ts'
import { createTypingNotices } from './typing.ts'

function start() {
  const timing = manualTiming()
  const told: [boolean, string | undefined][] = []
  const notices = createTypingNotices(timing, (_, typing, preview) => told.push([typing, preview]))
  return { timing, told, notices }
}

describe('[TY1] what is told of our typing', () => {
  it('begins at once, repeats at most every two seconds, and ends once', () => {
    const { timing, told, notices } = start()
    for (let key = 0; key < 30; key += 1) {
      notices.set('c', true)
      timing.advance(100)
    }
    expect(told).toEqual([
      [true, undefined],
      [true, undefined],
    ])
    notices.set('c', false)
    notices.set('c', false)
    expect(told.slice(2)).toEqual([[false, undefined]])
  })

  it('tells the last preview, and nothing more after a stop', () => {
    const { timing, told, notices } = start()
    for (const text of ['H', 'He', 'Hel']) notices.set('c', true, text)
    timing.advance(2_000)
    notices.set('c', true, 'Hell')
    notices.set('c', false)
    timing.advance(10_000)
    expect(told).toEqual([
      [true, 'H'],
      [true, 'Hel'],
      [false, undefined],
    ])
  })

  it('a sent message says as much as a stop; the next word is told at once', () => {
    const { told, notices, timing } = start()
    notices.set('c', true)
    notices.forget('c')
    notices.set('c', false)
    notices.set('c', true)
    expect(told.map(([typing]) => typing)).toEqual([true, true])
    notices.set('c', true, 'more')
    notices.clear()
    expect(timing.waiting).toBe(0)
  })
})

import { expect, test } from 'vitest'
import { createSelection } from './selection.ts'

test('[AW5] conversations are marked one by one and in ranges of the list', () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  const selection = createSelection()
  const chosen = () => [...selection.chosen].sort().join('')
  let told = 0
  const stop = selection.subscribe(() => (told += 1))
  selection.follow(ids)
  selection.toggle('b')
  selection.toggle('d', true)
  expect(chosen()).toBe('bcd')
  selection.toggle('c')
  expect(chosen()).toBe('bd')
  // Backwards, and from one that has left the list meanwhile.
  selection.toggle('a', true)
  expect(chosen()).toBe('abcd')
  selection.toggle('x', true)
  expect(chosen()).toBe('abcdx')
  selection.clear()
  expect(chosen()).toBe('')
  expect(told).toBe(6)
  stop()
  selection.choose(ids)
  expect([chosen(), told]).toEqual(['abcde', 6])
})

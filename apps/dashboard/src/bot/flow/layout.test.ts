import type { Flow, FlowStep } from '@biometrics/chat-protocol'
import { expect, test } from 'vitest'
import { layOut } from './layout.ts'

const say = (id: string, next: string | null): FlowStep => ({ kind: 'say', id, text: id, next })
const rowsOf = (flow: Flow) => {
  const { nodes } = layOut(flow)
  const heights = [...new Set(nodes.map(({ y }) => y))].toSorted((a, b) => a - b)
  return heights.map((y) => nodes.filter((node) => node.y === y).map(({ step }) => step.id))
}

test('[BT2] lines go down, a circle is drawn once, and what nothing leads to stands below in its own order', () => {
  const menu: FlowStep = {
    kind: 'choose',
    id: 'menu',
    text: 'menu',
    options: [
      { title: 'a', value: 'a', next: 'a' },
      { title: 'b', value: 'b', next: 'b' },
    ],
    otherwise: 'b',
  }
  const steps = [say('b', null), say('a', 'b'), menu, say('hello', 'menu'), say('again', 'hello')]
  const lost = [say('y', 'z'), say('z', 'b'), say('x', 'y'), say('round', 'about'), say('about', 'round')]
  expect(rowsOf({ start: 'hello', steps: [...steps, ...lost] })).toEqual([
    ['hello'],
    ['menu'],
    ['a'],
    ['b'],
    ['again', 'x'],
    ['y'],
    ['z'],
    ['round'],
    ['about'],
  ])
})

test('[BT2] a start that is not there, and two steps of one name, are drawn all the same', () => {
  expect(rowsOf({ start: 'gone', steps: [say('a', 'nowhere'), say('a', null), say('b', 'a')] })).toEqual([
    ['b'],
    ['a'],
  ])
})

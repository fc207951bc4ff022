import { expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { pace } from './pace.ts'

test('[MX3] a slow reader gets the newest, not a backlog', () => {
  const clock = createManualClock()
  const sent: string[] = []
  let finish = () => {}
  const { tell } = pace(clock, (text, done) => {
    sent.push(text)
    finish = done
  })
  tell('1')
  for (let count = 2; count <= 1_000; count++) {
    clock.advance(1_000)
    tell(String(count))
  }
  expect(sent).toEqual(['1'])
  finish()
  expect(sent).toEqual(['1', '1000'])
  finish()
  expect(sent).toEqual(['1', '1000'])
})

test('[MX3] one that is quick gets at most one a second, the last one always', () => {
  const clock = createManualClock()
  const sent: { text: string; at: number }[] = []
  const start = clock.now().getTime()
  const { tell, stop } = pace(clock, (text, done) => {
    sent.push({ text, at: clock.now().getTime() - start })
    done()
  })
  for (let count = 0; count < 25; count++) {
    tell(String(count))
    clock.advance(100)
  }
  clock.advance(1_000)
  expect(sent).toEqual([
    { text: '0', at: 0 },
    { text: '9', at: 1_000 },
    { text: '19', at: 2_000 },
    { text: '24', at: 3_000 },
  ])
  tell('late')
  stop()
  clock.advance(10_000)
  expect(sent).toHaveLength(4)
})

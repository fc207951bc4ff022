import { expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { gatherReadMarks } from './gather-read-marks.ts'

test('[SC9] of the read marks of a second the furthest is carried out, and the last one in any case', async () => {
  const clock = createManualClock()
  const gather = gatherReadMarks(clock, 1_000)
  const done: string[] = []
  const mark = (lane: string, seq: number) =>
    gather(lane, seq).then((verdict) => done.push(`${lane}${seq} ${verdict}`))
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  for (const seq of [1, 3, 2, 7, 5]) void mark('a', seq)
  void mark('b', 4)
  await settle()
  // Each lane has its own second; 3 and 2 and 5 are covered by 7.
  expect(done.toSorted()).toEqual(['a1 go', 'a2 overtaken', 'a3 overtaken', 'a5 overtaken', 'b4 go'])
  clock.advance(1_000)
  await settle()
  expect(done.at(-1)).toBe('a7 go')
  void mark('a', 8)
  await settle()
  expect(done).toHaveLength(6)
  clock.advance(1_000)
  await settle()
  expect(done.at(-1)).toBe('a8 go')
  clock.advance(1_000)
  await mark('a', 9)
  expect(done.at(-1)).toBe('a9 go')
})

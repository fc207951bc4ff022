import { expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { createRests } from './rests.ts'

const untilNow = () => new Promise((resolve) => setImmediate(resolve))

async function work(isNeeded: () => boolean, workedMs: number) {
  const clock = createManualClock()
  const rests = createRests(clock, isNeeded)
  let isDone = false
  const done = rests
    .after(async () => {
      clock.advance(workedMs)
      return 'worked'
    })
    .finally(() => {
      isDone = true
    })
  await untilNow()
  return { clock, rests, done, isDone: () => isDone }
}

test('[AW7] [MX6] what works in the background rests four times as long, five seconds at most', async () => {
  const { clock, done, isDone } = await work(() => true, 100)
  clock.advance(399)
  await untilNow()
  expect(isDone()).toBe(false)
  clock.advance(1)
  expect(await done).toBe('worked')

  const long = await work(() => true, 60_000)
  long.clock.advance(5_000)
  expect(await long.done).toBe('worked')
})

test('[AW7] [MX6] nobody rests while somebody waits for the work, and a rest ends when it has to', async () => {
  expect(await (await work(() => false, 100)).done).toBe('worked')
  const { rests, done, isDone } = await work(() => true, 100)
  expect(isDone()).toBe(false)
  rests.endAll()
  expect(await done).toBe('worked')
})

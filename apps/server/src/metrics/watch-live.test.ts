import type { LiveMetrics } from '@biometrics/chat-protocol'
import { expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { watchLive } from './watch-live.ts'

/** What was read is told once the promise of the reading has been kept. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

function startWatch() {
  const clock = createManualClock()
  const world = { queueSize: 0, reads: [] as (string | null)[], words: 0, broken: false, errors: 0 }
  const watch = watchLive({
    clock,
    read: async (groupId) => {
      world.reads.push(groupId)
      if (world.broken) throw new Error('away')
      return { queueSize: world.queueSize } as LiveMetrics
    },
    tellNodes: () => (world.words += 1),
    onError: () => (world.errors += 1),
  })
  const passes = async (ms: number, step = 100) => {
    for (let passed = 0; passed < ms; passed += step) {
      clock.advance(step)
      await settle()
    }
  }
  const listen = (groupId: string | null = null) => {
    const heard: number[] = []
    const stop = watch.listen(groupId, (text) => heard.push(JSON.parse(text).queueSize))
    return { heard, stop }
  }
  return { clock, world, watch, passes, listen }
}

test('[MX3] however much happens and however many listen, one look a second and one word to the nodes', async () => {
  const { world, watch, passes, listen } = startWatch()
  const many = Array.from({ length: 200 }, () => listen())
  await passes(100)
  expect(world.reads).toHaveLength(1)
  for (let event = 0; event < 1_000; event++) {
    world.queueSize += 1
    watch.touch()
    await passes(10, 10)
  }
  await passes(2_000)
  expect(world.reads.length).toBeLessThanOrEqual(12)
  expect(world.words).toBeLessThanOrEqual(11)
  expect(many.every(({ heard }) => heard.at(-1) === 1_000)).toBe(true)
})

test('[MX3] nothing is asked while nothing changes or nobody listens, but at the edges of five minutes', async () => {
  const { world, watch, passes, listen } = startWatch()
  watch.touch()
  await passes(10_000, 1_000)
  expect(world.reads).toEqual([])
  const one = listen()
  await passes(4 * 60_000, 10_000)
  expect(world.reads).toEqual([null])
  world.queueSize = 7
  await passes(2 * 60_000, 10_000)
  expect(world.reads).toEqual([null, null])
  expect(one.heard).toEqual([0, 7])
  one.stop()
  watch.touch()
  await passes(20 * 60_000, 60_000)
  expect(world.reads).toHaveLength(2)
})

test('[MX3] each group is read for itself, once for all who listen to it', async () => {
  const { world, passes, listen } = startWatch()
  for (const group of ['a', 'b', 'a', null]) listen(group)
  await passes(1_000)
  expect(world.reads.toSorted()).toEqual(['a', 'b', null].toSorted())
})

test('[MX3] a look that fails is taken again, and what is equal is not told again', async () => {
  const { world, watch, passes, listen } = startWatch()
  const one = listen()
  await passes(1_000)
  world.broken = true
  world.queueSize = 3
  watch.look()
  await passes(3_000)
  expect(one.heard).toEqual([0])
  world.broken = false
  await passes(2_000)
  expect(one.heard).toEqual([0, 3])
  watch.look()
  await passes(2_000)
  expect(one.heard).toEqual([0, 3])
  expect(world.errors).toBeGreaterThan(0)
})

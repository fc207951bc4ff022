import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../clock/clock.ts'
import { openSharedParts } from '../nodes/shared-parts.ts'
import { hasRedis, startTestRedis, type TestRedis } from '../testing/test-redis.ts'
import type { Bus, Publication, Told } from './bus.ts'
import { createMemoryBus, type Exchange } from './memory-bus.ts'

let redis: TestRedis | undefined
beforeAll(async () => {
  if (hasRedis) redis = await startTestRedis()
})
afterAll(() => redis?.kill())

const silent = { warn: () => {}, error: () => {} }

async function openRedisBus(installation: string): Promise<Bus> {
  const redisUrl = redis?.url ?? ''
  const parts = await openSharedParts({ redisUrl, installation, clock: systemClock, log: silent })
  onTestFinished(parts.stop)
  return parts.bus
}

const kinds: { name: string; skip: boolean; open(count: number): Promise<Bus[]> }[] = [
  {
    name: 'in memory',
    skip: false,
    async open(count) {
      const exchange: Exchange = new Map()
      return Array.from({ length: count }, () => createMemoryBus(exchange))
    },
  },
  {
    name: 'in Redis',
    skip: !hasRedis,
    open: (count) => Promise.all(Array.from({ length: count }, () => openRedisBus('one'))),
  },
]

function hangUp(number: number, agent = 'ana'): Told {
  return { number, hangUp: { agent } }
}

function heardBy(bus: Bus): Publication[] {
  const heard: Publication[] = []
  bus.listen((publication) => heard.push(publication))
  return heard
}

describe.for(kinds)('the bus $name', ({ skip, open }) => {
  test.skipIf(skip)('[ND1] a node hears what is told to its channels, once a batch and channel', async () => {
    const [ours, theirs] = await open(2)
    if (!ours || !theirs) return
    const heard = heardBy(theirs)
    const own = heardBy(ours)
    await Promise.all([theirs.subscribe('room:a'), theirs.subscribe('room:b'), ours.subscribe('room:a')])
    const both = hangUp(2)
    ours.publish(
      new Map([
        ['room:a', [hangUp(1), both]],
        ['room:b', [both, hangUp(3)]],
        ['room:c', [hangUp(4)]],
      ]),
    )
    ours.publish(new Map([['room:b', [hangUp(5, 'Bén ☎')]]]))
    await expect.poll(() => heard.length).toBe(3)
    expect(heard.map(({ channel, batch, told }) => ({ channel, batch, told }))).toEqual([
      { channel: 'room:a', batch: 1, told: [hangUp(1), both] },
      { channel: 'room:b', batch: 1, told: [both, hangUp(3)] },
      { channel: 'room:b', batch: 2, told: [hangUp(5, 'Bén ☎')] },
    ])
    expect(new Set(heard.map(({ from }) => from)).size).toBe(1)
    expect(own).toEqual([])
  })

  test.skipIf(skip)(
    '[ND1] a channel is heard from the moment that it is confirmed until it is left',
    async () => {
      const [ours, theirs] = await open(2)
      if (!ours || !theirs) return
      const heard = heardBy(theirs)
      const tell = (number: number) => ours.publish(new Map([['room', [hangUp(number)]]]))
      const numbers = () => heard.flatMap(({ told }) => told.map(({ number }) => number))
      await theirs.subscribe('end')
      for (let round = 1; round < 20; round++) {
        await theirs.subscribe('room')
        tell(round)
        await expect.poll(numbers).toContain(round)
        theirs.unsubscribe('room')
        if (round % 2 === 0) await theirs.subscribe('room')
        theirs.unsubscribe('room')
      }
      await theirs.subscribe('room')
      theirs.unsubscribe('room')
      // A channel that is confirmed after another was left: what was left before is left.
      await theirs.subscribe('other')
      tell(100)
      ours.publish(new Map([['end', [hangUp(101)]]]))
      await expect.poll(numbers).toContain(101)
      expect(numbers()).not.toContain(100)
    },
  )

  test.skipIf(skip)('a node that has stopped hears nothing and is missed by nobody', async () => {
    const [ours, theirs, third] = await open(3)
    if (!ours || !theirs || !third) return
    const heard = heardBy(theirs)
    const heardByThird = heardBy(third)
    await Promise.all([theirs.subscribe('room'), third.subscribe('room')])
    await theirs.stop()
    ours.publish(new Map([['room', [hangUp(1)]]]))
    await expect.poll(() => heardByThird.length).toBe(1)
    expect(heard).toEqual([])
  })
})

describe.skipIf(!hasRedis)('the link to Redis', () => {
  test('[DL13] while Redis is gone nothing waits and nothing is kept; when it is back all is heard again', async () => {
    const [ours, theirs] = await Promise.all([openRedisBus('two'), openRedisBus('two')])
    const heard = heardBy(theirs)
    const changes: boolean[] = []
    theirs.link.onChange((up) => changes.push(up))
    await theirs.subscribe('before')
    expect(theirs.link.up).toBe(true)

    await redis?.kill()
    await expect.poll(() => [ours.link.up, theirs.link.up]).toEqual([false, false])
    await theirs.subscribe('meanwhile')
    for (let number = 1; number <= 1_000; number++) {
      ours.publish(new Map([['before', [hangUp(number)]]]))
    }
    await redis?.start()
    await expect.poll(() => [ours.link.up, theirs.link.up], { timeout: 5_000 }).toEqual([true, true])
    ours.publish(
      new Map([
        ['before', [hangUp(1_001)]],
        ['meanwhile', [hangUp(1_002)]],
      ]),
    )
    await expect.poll(() => heard.length).toBe(2)
    expect(heard.flatMap(({ told }) => told.map(({ number }) => number))).toEqual([1_001, 1_002])
    expect(changes).toEqual([false, true])
  })

  test('[DL13] a Redis that hangs counts as gone', async () => {
    const bus = await openRedisBus('three')
    process.kill(redis?.pid() ?? 0, 'SIGSTOP')
    try {
      await bus.subscribe('room')
      await expect.poll(() => bus.link.up, { timeout: 10_000 }).toBe(false)
    } finally {
      process.kill(redis?.pid() ?? 0, 'SIGCONT')
    }
    await expect.poll(() => bus.link.up, { timeout: 10_000 }).toBe(true)
  })

  test('installations that share a Redis do not hear each other', async () => {
    const [ours, theirs, others] = await Promise.all(['x', 'x', 'y'].map(openRedisBus))
    if (!ours || !theirs || !others) return
    const heard = heardBy(theirs)
    const heardByOthers = heardBy(others)
    await Promise.all([theirs.subscribe('agents'), others.subscribe('agents')])
    ours.publish(new Map([['agents', [hangUp(1)]]]))
    await expect.poll(() => heard.length).toBe(1)
    expect(heardByOthers).toEqual([])
  })

  test('a Redis that refuses to be listened to is no link, and says why', async () => {
    const admin = new Redis(redis?.url ?? '')
    onTestFinished(() => admin.disconnect())
    await admin.acl('SETUSER', 'deaf', 'on', '>secret', '~*', '+@all', '-ssubscribe')
    const errors: unknown[] = []
    const log = { warn: () => {}, error: (error: unknown) => errors.push(error) }
    const redisUrl = (redis?.url ?? '').replace('redis://', 'redis://deaf:secret@')
    const parts = await openSharedParts({ redisUrl, installation: 'four', clock: systemClock, log })
    onTestFinished(parts.stop)
    expect(parts.bus.link.up).toBe(false)
    expect(String(errors[0])).toContain('ssubscribe')
  })
})

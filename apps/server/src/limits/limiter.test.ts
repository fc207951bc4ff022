import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../clock/clock.ts'
import { openSharedParts } from '../nodes/shared-parts.ts'
import { hasRedis, startTestRedis, type TestRedis } from '../testing/test-redis.ts'
import type { Limit, Limiter } from './limiter.ts'

let redis: TestRedis | undefined
beforeAll(async () => {
  if (hasRedis) redis = await startTestRedis()
})
afterAll(() => redis?.kill())

async function open(redisUrl: string | null): Promise<Limiter> {
  const log = { warn: () => {}, error: () => {} }
  const parts = await openSharedParts({ redisUrl, installation: 'one', clock: systemClock, log })
  onTestFinished(parts.stop)
  return parts.limiter
}

const kinds = [
  { name: 'in memory', skip: false, url: () => null },
  { name: 'in Redis', skip: !hasRedis, url: () => redis?.url ?? null },
]

describe.for(kinds)('the limiter $name', ({ skip, url, name }) => {
  const limit: Limit = { name: `tries ${name}`, most: 3, withinMs: 60_000 }

  test.skipIf(skip)('[ND2] allows so many and then says how long to wait, for each key alone', async () => {
    const limiter = await open(url())
    const taken: number[] = []
    for (let time = 0; time < 4; time++) taken.push(await limiter.take(limit, 'ana'))
    expect(taken.slice(0, 3)).toEqual([0, 0, 0])
    expect(taken[3]).toBeGreaterThan(50_000)
    expect(taken[3]).toBeLessThanOrEqual(60_000)
    expect(await limiter.take(limit, 'ben')).toBe(0)
    expect(await limiter.take({ ...limit, name: `other ${name}` }, 'ana')).toBe(0)
  })

  test.skipIf(skip)('what is given back or forgotten has not counted', async () => {
    const limiter = await open(url())
    for (let time = 0; time < 10; time++) {
      expect(await limiter.take(limit, 'vera')).toBe(0)
      await limiter.giveBack(limit, 'vera')
    }
    for (let round = 0; round < 3; round++) {
      for (let time = 0; time < 3; time++) expect(await limiter.take(limit, 'vera')).toBe(0)
      await limiter.forget(limit, 'vera')
    }
  })

  test.skipIf(skip)('begins anew when the time is over', async () => {
    const limiter = await open(url())
    const short = { name: `short ${name}`, most: 1, withinMs: 1_000 }
    expect(await limiter.take(short, 'ana')).toBe(0)
    expect(await limiter.take(short, 'ana')).toBeGreaterThan(0)
    await expect.poll(() => limiter.take(short, 'ana'), { timeout: 5_000, interval: 200 }).toBe(0)
  })
})

describe.skipIf(!hasRedis)('the limiter of several nodes', () => {
  const limit: Limit = { name: 'shared', most: 4, withinMs: 60_000 }

  test('[ND2] they count together, and each for itself while Redis is away: nothing is opened by its loss', async () => {
    const [one, other] = await Promise.all([open(redis?.url ?? null), open(redis?.url ?? null)])
    if (!one || !other) return
    for (const limiter of [one, other, one, other]) expect(await limiter.take(limit, 'ana')).toBe(0)
    expect(await one.take(limit, 'ana')).toBeGreaterThan(0)

    await redis?.kill()
    for (const limiter of [one, other]) {
      for (let time = 0; time < 4; time++) expect(await limiter.take(limit, 'ben')).toBe(0)
      expect(await limiter.take(limit, 'ben')).toBeGreaterThan(0)
      await limiter.forget(limit, 'ben')
      await limiter.giveBack(limit, 'ben')
    }
    await redis?.start()
  })
})

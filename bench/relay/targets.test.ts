import { expect, test } from 'vitest'
import { startProduct, startRelay, type Target } from './targets.ts'

const SIZES = { visitors: 4, agents: 2 }

test.each([
  ['Socket.IO alone', () => startRelay('relay', SIZES, true)],
  ['the product', () => startProduct('product', SIZES)],
])('the load reaches its agents through %s', async (_name, start: () => Promise<Target>) => {
  const target = await start()
  try {
    const streamed = await target.load.ask<{ p50: number; lost: number }>('stream', { rate: 100, seconds: 1 })
    expect(streamed.lost).toBe(0)
    expect(streamed.p50).toBeGreaterThan(0)
    await target.load.ask('flood', { outstanding: 2 })
    const drained = await target.load.ask<{ sent: number; refused: number; lost: number }>('drain')
    expect(drained).toEqual({ sent: expect.any(Number), refused: 0, lost: 0 })
    expect(drained.sent).toBeGreaterThanOrEqual(2 * SIZES.visitors)
    expect((await target.cpu()).serverUs).toBeGreaterThan(0)
  } finally {
    await target.stop()
  }
})

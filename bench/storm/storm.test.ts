import { expect, test } from 'vitest'
import type { Look } from '../lib/crowd-process.ts'
import { startBare, startProduct, type Target } from './targets.ts'

const SIZES = { visitors: 6, talking: 4, missed: 3 }
const KNOWN = 5

test.each([
  ['Socket.IO alone', startBare, null],
  ['the product', startProduct, SIZES.talking * (KNOWN + SIZES.missed)],
])('everybody comes back to %s', async (_name, start: (sizes: typeof SIZES) => Promise<Target>, expected) => {
  const { crowd, server, miss, stop } = await start(SIZES)
  try {
    await server.kill()
    await expect.poll(() => crowd.ask<number>('countBack')).toBe(0)
    expect(await miss()).toBe(expected)
    await server.start()
    await expect.poll(() => crowd.ask<number>('countBack'), { timeout: 30_000 }).toBe(SIZES.visitors)
    const look = await crowd.ask<Look>('look')
    expect(look).toMatchObject({ messages: expected ?? 0, wrongPositions: 0 })
  } finally {
    await stop()
  }
})

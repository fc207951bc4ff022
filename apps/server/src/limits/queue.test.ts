import { expect, test } from 'vitest'
import { createQueue } from './queue.ts'

test('[SC9] so many run at once, so many wait in their order, and the next is told to come again', async () => {
  const queue = createQueue({ parallel: 2, mostWaiting: 2 })
  const log: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) =>
    queue.run(async () => {
      log.push(name)
      await new Promise<void>((resolve) => ends.set(name, resolve))
      return name
    })
  const four = ['a', 'b', 'c', 'd'].map(work)
  await expect(work('e')).rejects.toMatchObject({ code: 'busy', retryAfterMs: 2_000 })
  expect(log).toEqual(['a', 'b'])
  ends.get('b')?.()
  expect(await four[1]).toBe('b')
  await expect.poll(() => log).toEqual(['a', 'b', 'c'])
  for (const name of ['a', 'c']) ends.get(name)?.()
  await expect.poll(() => log).toEqual(['a', 'b', 'c', 'd'])
  ends.get('d')?.()
  expect(await Promise.all(four)).toEqual(['a', 'b', 'c', 'd'])
  const failed = queue.run(() => Promise.reject(new Error('no')))
  await expect(failed).rejects.toThrow('no')
  expect(await queue.run(async () => 'after')).toBe('after')
})

test('[SC9] what would fail for all in line is told to all of them at once', async () => {
  const away = new Error('away')
  const queue = createQueue({ parallel: 1, mostWaiting: 9, failsForAll: (failure) => failure === away })
  let fail = (_failure: Error) => {}
  const first = queue.run(() => new Promise<void>((_, reject) => (fail = reject)))
  const begun: number[] = []
  const others = [1, 2, 3].map((each) => queue.run(async () => void begun.push(each)))
  const all = Promise.allSettled([first, ...others])
  fail(away)
  expect(await all).toEqual(Array.from({ length: 4 }, () => ({ status: 'rejected', reason: away })))
  expect(begun).toEqual([])
  expect(await queue.run(async () => 'after')).toBe('after')
})

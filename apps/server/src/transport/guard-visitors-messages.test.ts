import { expect, test } from 'vitest'
import { parseAbuseLimits } from '../limits/abuse-limits.ts'
import { createMemoryLimiter } from '../limits/memory-limiter.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { guardVisitorsMessages } from './guard-visitors-messages.ts'

test('[SC9] a visitor who goes on after five refusals is not listened to for a minute, and then is', async () => {
  const clock = createManualClock()
  const limiter = createMemoryLimiter()
  const limits = parseAbuseLimits('messageBurstOfVisitor=2/h')
  if (!limits) throw new Error('Without limits nobody is muted.')
  const judge = guardVisitorsMessages(clock, limiter, limits)
  const waitOf = (visitorId: string) =>
    judge(visitorId).then(
      () => 0,
      (refusal) => Number(refusal.retryAfterMs),
    )
  const HOUR_MS = 3_600_000
  expect([await waitOf('vera'), await waitOf('vera')]).toEqual([0, 0])
  for (let time = 0; time < 6; time++) expect(await waitOf('vera')).toBeGreaterThan(HOUR_MS / 2)
  // From here on nothing is counted: the time that is told is the end of the silence.
  await limiter.forget(limits.messageBurstOfVisitor, 'vera')
  expect(await waitOf('vera')).toBe(60_000)
  expect(await waitOf('victor')).toBe(0)
  clock.advance(59_000)
  expect(await waitOf('vera')).toBe(1_000)
  clock.advance(1_000)
  expect(await waitOf('vera')).toBe(0)
})

test('[SC9] a visitor has a few messages at once, so many in a minute and so many in an hour', async () => {
  const counts: number[] = []
  for (const setting of ['messageBurstOfVisitor=3/5s', 'messagesOfVisitor=4/m', 'messageSumOfVisitor=5/h']) {
    const limits = parseAbuseLimits(setting)
    if (!limits) throw new Error(setting)
    const judge = guardVisitorsMessages(createManualClock(), createMemoryLimiter(), limits)
    let count = 0
    while (
      await judge('vera').then(
        () => true,
        () => false,
      )
    )
      count += 1
    counts.push(count)
  }
  expect(counts).toEqual([3, 4, 5])
})

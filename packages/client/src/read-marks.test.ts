import { describe, expect, it } from 'vitest'
import { CommandFailed, unreachable } from './errors.ts'
import { createReadMarks } from './read-marks.ts'
import { manualTiming, settle } from './testing/manual-timing.ts'

function start() {
  const timing = manualTiming()
  const told: { seq: number; ok(): void; fail(failure: unknown): void }[] = []
  const marks = createReadMarks(
    timing,
    (_, seq) => new Promise<void>((resolve, reject) => told.push({ seq, ok: resolve, fail: reject })),
  )
  return { timing, told, marks, seqs: () => told.map(({ seq }) => seq) }
}

describe('[TY1] read marks', () => {
  it('go forward only, and only the furthest is told, once a second', async () => {
    const { timing, told, marks, seqs } = start()
    for (const seq of [3, 5, 4, 9, 7]) marks.move('c', seq)
    expect(seqs()).toEqual([3])
    told[0]?.ok()
    await settle()
    expect(seqs()).toEqual([3])
    timing.advance(1_000)
    expect(seqs()).toEqual([3, 9])
    told[1]?.ok()
    await settle()
    timing.advance(10_000)
    marks.move('c', 9)
    expect(seqs()).toEqual([3, 9])
  })

  it('are told again at once when the connection is back', async () => {
    const { told, marks, seqs, timing } = start()
    marks.move('c', 3)
    told[0]?.fail(unreachable('lost'))
    await settle()
    marks.resend()
    expect(seqs()).toEqual([3, 3])
    marks.clear()
    told[1]?.fail(unreachable('lost'))
    await settle()
    expect(timing.waiting).toBe(0)
  })

  it('are not told again when they are refused for good', async () => {
    const { timing, told, marks, seqs } = start()
    marks.move('c', 3)
    told[0]?.fail(new CommandFailed({ code: 'not_found', message: '', retryable: false }))
    await settle()
    timing.advance(60_000)
    marks.resend()
    expect(seqs()).toEqual([3])
  })
})

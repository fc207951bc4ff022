import type { Clock } from '../clock/clock.ts'

/** Of one connection in one conversation. */
interface Lane {
  /** The furthest of those that came since the last one was carried out. */
  waiting: { seq: number; settle(verdict: 'go' | 'overtaken'): void } | undefined
}

/**
 * Lets one mark through and then one in so much time, the furthest of those that came meanwhile: `go` when it is to be
 * carried out, `overtaken` when a further one will be in its stead. The last one is always carried out, whether its
 * connection lives on or not.
 */
export function gatherReadMarks(
  clock: Clock,
  everyMs: number,
): (lane: string, seq: number) => Promise<'go' | 'overtaken'> {
  const lanes = new Map<string, Lane>()

  function wait(key: string, lane: Lane) {
    clock.after(everyMs, () => {
      const { waiting } = lane
      if (!waiting) return lanes.delete(key)
      lane.waiting = undefined
      wait(key, lane)
      waiting.settle('go')
    })
  }

  return async (key, seq) => {
    const lane = lanes.get(key)
    if (!lane) {
      const begun: Lane = { waiting: undefined }
      lanes.set(key, begun)
      wait(key, begun)
      return 'go'
    }
    if (lane.waiting && lane.waiting.seq >= seq) return 'overtaken'
    lane.waiting?.settle('overtaken')
    return new Promise((settle) => {
      lane.waiting = { seq, settle }
    })
  }
}

import { describe, expect, test } from 'vitest'
import { noDiskBecause } from '../world/disk.ts'
import { cutPower } from './power-cut.ts'

const TIMEOUT_MS = 120_000
const reason = noDiskBecause()

describe.skipIf(reason !== null)(
  `[DL1] a power cut${reason === null ? '' : ` (not tried: ${reason})`}`,
  () => {
    test('leaves everything that had a ✓, once', { timeout: TIMEOUT_MS }, async () => {
      const { acked, recovered, lost, doubled } = await cutPower()
      expect(acked).toBeGreaterThan(0)
      expect(recovered).toBeGreaterThanOrEqual(acked)
      expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 })
    })

    test('takes what was never flushed: the experiment would notice', { timeout: TIMEOUT_MS }, async () => {
      const { lost } = await cutPower({ fsync: false })
      expect(lost).toBeGreaterThan(0)
    })
  },
)

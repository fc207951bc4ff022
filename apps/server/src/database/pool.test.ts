import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'

const ROUNDS = 30
const STATEMENTS = 100
const TEXT = 'x'.repeat(500)
/** May grow old of each statement: with the driver's own promise and time limit it was 2,100, of several kilobytes. */
const BYTES = 500

test('what a statement was given is garbage as soon as it is answered', async () => {
  setFlagsFromString('--expose-gc')
  setFlagsFromString('--no-allocation-site-pretenuring')
  const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void
  const server = await startTestServer()
  try {
    const { database } = server.services
    const ask = () => database.prepared('garbage', 'select $1::text', [TEXT])
    async function askMany() {
      for (let round = 0; round < ROUNDS; round++) {
        for (let count = 0; count < STATEMENTS; count++) await ask()
        collect({ type: 'minor' })
      }
    }
    await askMany()
    // What is under way now grows old, and must not take along what comes after.
    const asked = ask()
    collect()
    await asked
    const before = oldBytes()
    await askMany()
    expect((oldBytes() - before) / (ROUNDS * STATEMENTS)).toBeLessThan(BYTES)
  } finally {
    await server.stop()
  }
})

function oldBytes(): number {
  return (
    getHeapSpaceStatistics().find((space) => space.space_name === 'old_space')?.space_used_size ?? Number.NaN
  )
}

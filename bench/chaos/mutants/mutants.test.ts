import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { planFaults } from '../play/faults.ts'
import { type Run, runRound } from '../play/round.ts'
import { findWorkload } from '../play/workloads.ts'
import { noRedisBecause } from '../world/redis.ts'
import { startWorld } from '../world/world.ts'
import type { Mutant } from './mutant.ts'
import { MUTANTS } from './mutants.ts'
import { breakDatabase } from './sql-flaws.ts'

const PROCESS = path.join(import.meta.dirname, 'mutant-process.ts')
const LASTS_MS = 3_500
/** What is still missing then, comes no more, or too late. */
const SETTLE_MS = 6_000
const TIMEOUT_MS = 120_000

type Setting = Pick<Mutant, 'workload' | 'faults' | 'nodes'> & Partial<Pick<Mutant, 'name' | 'sql'>>

/** One run of the workload and the faults that bring this mutant to light. */
async function play({ name, workload, faults, nodes, sql }: Setting): Promise<Run> {
  const world = await startWorld({
    nodes,
    agents: 4,
    entry: name === undefined ? [PROCESS] : [PROCESS, name],
    redis: nodes > 1,
    disk: false,
    ...(sql && { prepare: (database) => breakDatabase(database, sql) }),
  })
  onTestFinished(() => world.stop())
  const [run] = await runRound(world, {
    seed: 1,
    workloads: [findWorkload(workload)],
    faults: planFaults(faults, 1, faults.length, LASTS_MS),
    lastsMs: LASTS_MS,
    settleMs: SETTLE_MS,
  })
  return run as Run
}

describe.concurrent('[DL1] the checker notices', () => {
  for (const mutant of MUTANTS) {
    const needsRedis = mutant.nodes > 1 && noRedisBecause() !== null
    test.skipIf(needsRedis)(
      `${mutant.name}: rule ${mutant.caughtBy}`,
      { timeout: TIMEOUT_MS },
      async ({ expect: hopes }) => {
        const { violations } = await play(mutant)
        hopes(violations.map(({ rule }) => rule)).toContain(mutant.caughtBy)
      },
    )
  }
})

test('[DL1] and has nothing to say of the same process with nothing broken', {
  timeout: TIMEOUT_MS,
}, async () => {
  const { violations, history } = await play({
    workload: 'dense',
    faults: ['clients: answers lost', 'PostgreSQL: kill -9'],
    nodes: 1,
  })
  expect(violations).toEqual([])
  expect(history.sent.some(({ retries }) => retries > 0)).toBe(true)
})

import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { inParallel } from '../../../tooling/in-parallel.ts'
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
/** Two cores hold no more worlds. */
const AT_ONCE = 3
const TIMEOUT_MS = 300_000

type Setting = Pick<Mutant, 'workload' | 'faults' | 'nodes'> & Partial<Pick<Mutant, 'name' | 'sql'>>

/** One run of the workload and the faults that bring this mutant to light. */
async function play({ name, workload, faults, nodes, sql }: Setting, seed = 1): Promise<Run> {
  const world = await startWorld({
    nodes,
    agents: 4,
    entry: name === undefined ? [PROCESS] : [PROCESS, name],
    redis: nodes > 1,
    disk: false,
    ...(sql && { prepare: (database) => breakDatabase(database, sql) }),
  })
  try {
    const [run] = await runRound(world, {
      seed,
      workloads: [findWorkload(workload)],
      faults: planFaults(faults, seed, faults.length, LASTS_MS),
      lastsMs: LASTS_MS,
      settleMs: SETTLE_MS,
    })
    return run as Run
  } finally {
    await world.stop()
  }
}

/** What the scheduler does is in no seed, so a race may want several tries. */
async function playUntilCaught(mutant: Mutant): Promise<Run> {
  let run: Run | undefined
  for (let seed = 1; seed <= TRIES; seed++) {
    run = await play(mutant, seed)
    if (run.violations.some(({ rule }) => rule === mutant.caughtBy)) break
  }
  return run as Run
}

const TRIES = 3

const noRedis = noRedisBecause()
const tried = MUTANTS.filter(({ nodes }) => nodes === 1 || noRedis === null)

describe('[DL1] the checker notices', () => {
  const runs = new Map<string, PromiseSettledResult<Run>>()
  beforeAll(async () => {
    await inParallel(tried, AT_ONCE, async (mutant) => {
      const [result] = await Promise.allSettled([playUntilCaught(mutant)])
      runs.set(mutant.name, result)
    })
  }, TIMEOUT_MS)

  test.each(tried)('$name: rule $caughtBy', ({ name, caughtBy }) => {
    const result = runs.get(name)
    if (result?.status !== 'fulfilled') throw result?.reason
    expect(result.value.violations.map(({ rule }) => rule)).toContain(caughtBy)
  })
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

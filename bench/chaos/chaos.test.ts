import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultKinds, planFaults } from './play/faults.ts'
import { type Run, runRound } from './play/round.ts'
import { WORKLOADS } from './play/workloads.ts'
import { startWorld, type World } from './world/world.ts'

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1)
const LASTS_MS = 4_000
const FAULTS = 4
const TIMEOUT_MS = 150_000

let world: World
beforeAll(async () => {
  world = await startWorld()
  for (const reason of world.skipped) console.warn(`Not tried: ${reason}.`)
}, TIMEOUT_MS)
afterAll(() => world?.stop(), TIMEOUT_MS)

describe('[DL1] [DL6] [DL13] whatever breaks, nothing is lost, doubled or out of order', () => {
  const runs: Run[] = []

  test.each(SEEDS)('seed %i of every workload', { timeout: TIMEOUT_MS }, async (seed) => {
    const faults = planFaults(faultKinds(world), seed, FAULTS, LASTS_MS)
    const results = await runRound(world, { seed, workloads: WORKLOADS, faults, lastsMs: LASTS_MS })
    runs.push(...results)
    const broken = results.filter(({ violations }) => violations.length > 0)
    expect(
      broken.map(({ workload, violations }) => ({ seed, workload, violations: violations.slice(0, 5) })),
    ).toEqual([])
  })

  test.each(WORKLOADS)('the workload $name has met with what it is for', ({ name }) => {
    const own = runs.filter(({ workload }) => workload === name)
    const sent = own.flatMap(({ history }) => history.sent)
    const sum = (of: (run: Run) => number) => own.reduce((total, run) => total + of(run), 0)
    expect(own).toHaveLength(SEEDS.length)
    expect(sent.filter(({ outcome }) => outcome.name === 'acked').length).toBeGreaterThan(100)
    expect(sent.reduce((total, { retries }) => total + retries, 0)).toBeGreaterThan(0)
    expect(sum(({ reconnects }) => reconnects)).toBeGreaterThan(0)
    expect(sum(({ catchUps }) => catchUps)).toBeGreaterThan(0)
    if (name === 'dense') expect(sent.some(({ outcome }) => outcome.name === 'refused')).toBe(true)
    if (name === 'impatient') expect(sent.some(({ outcome }) => outcome.name === 'unknown')).toBe(true)
    if (name === 'notes') expect(sent.some(({ visibility }) => visibility === 'note')).toBe(true)
    if (name === 'absence') for (const run of own) expect(run.history.stored.length).toBeGreaterThan(1_000)
    if (name === 'tail' && world.redis)
      for (const run of own) expect(kindsOf(run).join()).toContain('fan-out')
  })

  test('every fault that this machine allows has happened', () => {
    const happened = new Set(runs.flatMap(kindsOf))
    expect(faultKinds(world).filter((kind) => !happened.has(kind))).toEqual([])
  })
})

function kindsOf({ history }: Run): string[] {
  return history.faults.map(({ kind }) => kind)
}

import { type FaultKind, faultKinds, planFaults } from './play/faults.ts'
import { type Run, runRound } from './play/round.ts'
import type { Workload } from './play/workload.ts'
import { describe, type RunSummary, summarize } from './report.ts'
import { startWorld } from './world/world.ts'

export interface ChaosPlan {
  workloads: readonly Workload[]
  /** A seed is one run of each workload. */
  runs: number
  firstSeed: number
  /** What may break; left out, all that can break here. */
  faults: readonly FaultKind[] | undefined
}

export interface ChaosResult {
  figures: string
  /** Whether the promise held. */
  isKept: boolean
}

const LASTS_MS = 8_000
const FAULTS = 5

/** Rounds in one world: each seed decides what is said and what breaks, for all workloads at the same time. */
export async function runChaos({ workloads, runs, firstSeed, faults }: ChaosPlan): Promise<ChaosResult> {
  const stopping = new AbortController()
  // PostgreSQL and mounts would outlive us: the round is brought to its end first.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
  const world = await startWorld()
  const summaries: RunSummary[] = []
  try {
    const kinds = faults ?? faultKinds(world)
    for (let seed = firstSeed; summaries.length < runs && !stopping.signal.aborted; seed += 1) {
      const results = await runRound(world, {
        seed,
        workloads: workloads.slice(0, runs - summaries.length),
        faults: planFaults(kinds, seed, FAULTS, LASTS_MS),
        lastsMs: LASTS_MS,
      })
      for (const run of results) tell(run)
      summaries.push(...results.map(summarize))
    }
    return {
      figures: describe(summaries, world.skipped),
      isKept: summaries.every(({ violations }) => violations === 0),
    }
  } finally {
    await world.stop()
  }
}

const TOLD_MAX = 10

function tell({ seed, workload, history, violations }: Run): void {
  const faults = [...new Set(history.faults.map(({ kind }) => kind))].join(', ')
  const verdict = violations.length === 0 ? 'kept' : `${violations.length} violations`
  console.error(`seed ${seed}, ${workload}: ${history.sent.length} messages, ${verdict} (${faults})`)
  if (violations.length === 0) return
  for (const { rule, words, conversationId } of violations.slice(0, TOLD_MAX)) {
    console.error(`  rule ${rule}: ${words}${conversationId === undefined ? '' : ` (${conversationId})`}`)
  }
  console.error(`  again: npm run chaos -- --seed ${seed} --workload ${workload} --no-write`)
}

import { percentile } from '../../tooling/percentile.ts'
import { table } from '../lib/table.ts'
import type { Outcome } from './check/history.ts'
import { type Delay, delaysOf } from './check/staleness.ts'
import type { Run } from './play/round.ts'

/** What is kept of a run; its history is as large as all that was said. */
export interface RunSummary {
  workload: string
  messages: number
  outcomes: Record<Outcome['name'], number>
  retries: number
  reconnects: number
  catchUps: number
  faults: string[]
  violations: number
  delays: Pick<Delay, 'ms' | 'faults'>[]
}

export function summarize({ workload, history, violations, reconnects, catchUps }: Run): RunSummary {
  const outcomes = { acked: 0, refused: 0, unknown: 0, waiting: 0 }
  for (const { outcome } of history.sent) outcomes[outcome.name] += 1
  return {
    workload,
    messages: history.sent.length,
    outcomes,
    retries: history.sent.reduce((sum, { retries }) => sum + retries, 0),
    reconnects,
    catchUps,
    faults: history.faults.map(({ kind }) => kind),
    violations: violations.length,
    delays: delaysOf(history).map(({ ms, faults }) => ({ ms, faults })),
  }
}

export function describe(runs: readonly RunSummary[], skipped: readonly string[]): string {
  const workloads = [...Map.groupBy(runs, ({ workload }) => workload)]
  const kinds = [...new Set(runs.flatMap(({ faults }) => faults))].toSorted()
  const delays = runs.flatMap((run) => run.delays)
  return [
    table(
      [
        'workload',
        ...[
          'runs',
          'messages',
          'acked',
          'unknown',
          'refused',
          'retries',
          'reconnects',
          'caught up',
          'faults',
        ],
        '**violations**',
        'p99 ms',
        'max ms',
      ],
      [...workloads, ['all', runs] as const].map(([name, own]) => [name, ...figuresOf(own)]),
    ),
    'From the ✓ to another screen, by what was broken or only just mended meanwhile (a message may count in several rows):',
    table(
      ['broken', 'times', 'messages', 'p50 ms', 'p99 ms', 'max ms'],
      [
        ['nothing', '', ...delayFigures(delays.filter(({ faults }) => faults.length === 0))],
        ...kinds.map((kind) => [
          kind,
          // A round's faults are those of all its workloads.
          count(Math.round(timesOf(runs, kind) / workloads.length)),
          ...delayFigures(delays.filter(({ faults }) => faults.includes(kind))),
        ]),
      ],
    ),
    ...skipped.map((reason) => `Not tried on this machine: ${reason}.`),
  ].join('\n\n')
}

function figuresOf(runs: readonly RunSummary[]): string[] {
  const sum = (of: (run: RunSummary) => number) => count(runs.reduce((total, run) => total + of(run), 0))
  const delays = runs.flatMap((run) => run.delays.map(({ ms }) => ms))
  return [
    count(runs.length),
    sum(({ messages }) => messages),
    sum(({ outcomes }) => outcomes.acked),
    sum(({ outcomes }) => outcomes.unknown + outcomes.waiting),
    sum(({ outcomes }) => outcomes.refused),
    sum(({ retries }) => retries),
    sum(({ reconnects }) => reconnects),
    sum(({ catchUps }) => catchUps),
    sum(({ faults }) => faults.length),
    `**${sum(({ violations }) => violations)}**`,
    milliseconds(delays, 0.99),
    milliseconds(delays, 1),
  ]
}

function delayFigures(delays: readonly Pick<Delay, 'ms'>[]): string[] {
  const all = delays.map(({ ms }) => ms)
  return [count(all.length), milliseconds(all, 0.5), milliseconds(all, 0.99), milliseconds(all, 1)]
}

function timesOf(runs: readonly RunSummary[], kind: string): number {
  return runs.reduce((sum, { faults }) => sum + faults.filter((one) => one === kind).length, 0)
}

function milliseconds(values: readonly number[], share: number): string {
  return values.length === 0 ? '–' : count(Math.round(percentile(values, share)))
}

function count(number: number): string {
  return number.toLocaleString('en')
}

import { parseArgs } from 'node:util'
import { origin, writeSection } from '../lib/document.ts'
import { runChaos } from './chaos.ts'
import { faultKind } from './play/faults.ts'
import { WORKLOADS } from './play/workloads.ts'
import { measurePowerCuts } from './power-cut/power-cut.ts'

const DEFAULT_RUNS = WORKLOADS.length
const USAGE = `npm run chaos -- [--runs ${DEFAULT_RUNS}] [--seed 1] [--workload ${WORKLOADS.map(({ name }) => name).join('|')}] [--fault "node: kill -9"] [--no-write]
npm run chaos -- --power-cut 5 [--no-write]`
const DOCUMENT = 'reliability.md'

/** Runs what was asked for, prints it, and writes it into docs/reliability.md; fails when a promise was broken. */
async function main(): Promise<boolean> {
  const values = readArguments()
  const powerCuts = positive('power-cut', values['power-cut'])
  const [section, { figures, isKept }] =
    powerCuts === undefined
      ? (['runs', await runChaos(planOf(values))] as const)
      : (['power-cut', await measurePowerCuts(powerCuts)] as const)
  const given = process.argv.slice(2).map((argument) => (argument.includes(' ') ? `"${argument}"` : argument))
  const command = ['npm run chaos --', ...given].join(' ')
  const text = `${origin(command)}\n\n${figures}`
  console.log(`\n${text}\n`)
  if (!values['no-write']) writeSection(section, text, DOCUMENT)
  return isKept
}

type Values = ReturnType<typeof readArguments>

function planOf(values: Values) {
  const { workload } = values
  const chosen = WORKLOADS.filter(({ name }) => workload === undefined || name === workload)
  if (chosen.length === 0) throw new RangeError(`There is no workload "${workload}". Usage: ${USAGE}`)
  return {
    workloads: chosen,
    runs: positive('runs', values.runs) ?? chosen.length,
    firstSeed: positive('seed', values.seed) ?? 1,
    faults: values.fault === undefined ? undefined : [faultKind(values.fault)],
  }
}

function readArguments() {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      options: {
        runs: text,
        seed: text,
        workload: text,
        fault: text,
        'power-cut': text,
        'no-write': { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new RangeError(`${error instanceof Error ? error.message : error}\nUsage: ${USAGE}`)
  }
}

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`--${name} takes whole numbers above 0.`)
  return number
}

process.exitCode = await main().then(
  (isKept) => (isKept ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof RangeError ? error.message : error)
    return 1
  },
)

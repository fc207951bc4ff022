import { parseArgs } from 'node:util'
import { origin, writeSection } from './lib/document.ts'

const USAGE = `npm run bench -- [relay | browsers | sizes] [--no-write]
  relay:    [--visitors 500] [--agents 100] [--outstanding 4] [--seconds 4] [--runs 3] [--rates 500,1000]
  browsers: [--messages 50]`

const one = { type: 'string' } as const

const measurements: Record<string, () => Promise<string>> = {
  async sizes() {
    const { measureSizes } = await import('./sizes/sizes.ts')
    return measureSizes()
  },
  async relay() {
    const { measureRelay } = await import('./relay/relay.ts')
    return measureRelay({
      visitors: count('visitors', 500),
      agents: count('agents', 100),
      outstanding: count('outstanding', 4),
      seconds: count('seconds', 4),
      runs: count('runs', 3),
      rates: (values.rates ?? '500,1000').split(',').map((rate) => positive('rates', rate)),
    })
  },
  async browsers() {
    const { measureBrowsers } = await import('./browsers/browsers.ts')
    return measureBrowsers({ runs: count('messages', 50) })
  },
}

const { values, positionals } = readArguments()

/** Measures what was named, or everything; prints it, and writes it into docs/benchmarks.md. */
async function main(): Promise<void> {
  const unknown = positionals.find((name) => !Object.hasOwn(measurements, name))
  if (unknown !== undefined) throw new RangeError(`There is no measurement "${unknown}". Usage: ${USAGE}`)
  for (const [name, measure] of Object.entries(measurements)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    console.error(`${name} …`)
    const figures = `${origin(commandOf(name))}\n\n${await measure()}`
    console.log(`\n${figures}\n`)
    if (!values['no-write']) writeSection(name, figures)
  }
}

/** The command that measures this part again as it was measured now. */
function commandOf(name: string): string {
  const options = process.argv.slice(2).filter((argument) => !Object.hasOwn(measurements, argument))
  return ['npm run bench --', name, ...options].join(' ')
}

function readArguments() {
  const names = ['visitors', 'agents', 'outstanding', 'seconds', 'runs', 'rates', 'messages'] as const
  const numbers = Object.fromEntries(names.map((name) => [name, one])) as Record<
    (typeof names)[number],
    typeof one
  >
  try {
    return parseArgs({ allowPositionals: true, options: { ...numbers, 'no-write': { type: 'boolean' } } })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\nUsage: ${USAGE}`)
    process.exit(1)
  }
}

function count(name: Exclude<keyof typeof values, 'no-write'>, otherwise: number): number {
  const value = values[name]
  return value === undefined ? otherwise : positive(name, value)
}

function positive(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`--${name} takes whole numbers above 0.`)
  return number
}

process.exitCode = await main().then(
  () => 0,
  (error: unknown) => {
    console.error(error instanceof RangeError ? error.message : error)
    return 1
  },
)
